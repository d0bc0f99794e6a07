package io.seminode.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AnimatedGifTest {
    private static final int[] COLOURS = {0xFF0000, 0x00FF00, 0x0000FF};

    @Test
    void picturesComeBackInOrderAndForEver(@TempDir Path folder) throws IOException {
        List<BufferedImage> pictures = new ArrayList<>();
        for (int colour : COLOURS) {
            BufferedImage picture = new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB);
            picture.setRGB(7, 5, colour);
            pictures.add(picture);
        }
        Path file = folder.resolve("film.gif");
        AnimatedGif.write(pictures, 12, file);
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in);
            assertEquals(3, reader.getNumImages(true));
            for (int i = 0; i < COLOURS.length; i++) {
                BufferedImage picture = reader.read(i);
                assertEquals(30, picture.getWidth());
                assertEquals(20, picture.getHeight());
                assertEquals(COLOURS[i], picture.getRGB(7, 5) & 0xFFFFFF);
                IIOMetadataNode root =
                        (IIOMetadataNode) reader.getImageMetadata(i).getAsTree("javax_imageio_gif_image_1.0");
                IIOMetadataNode control = (IIOMetadataNode)
                        root.getElementsByTagName("GraphicControlExtension").item(0);
                assertEquals("12", control.getAttribute("delayTime"));
                IIOMetadataNode loop = (IIOMetadataNode)
                        root.getElementsByTagName("ApplicationExtension").item(0);
                assertEquals("NETSCAPE", loop.getAttribute("applicationID"), "it begins anew");
            }
        } finally {
            reader.dispose();
        }
    }
}
