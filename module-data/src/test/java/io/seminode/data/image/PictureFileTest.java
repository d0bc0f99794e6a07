package io.seminode.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seminode.data.DataException;
import io.seminode.data.DataException.Reason;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFileTest {
    private static final ImageShape COLOURS = new ImageShape(2, 3, 3);
    private static final ImageShape GREY = new ImageShape(2, 3, 1);

    @TempDir
    private Path folder;

    private Path write(BufferedImage picture) throws IOException {
        Path file = folder.resolve("picture.png");
        ImageIO.write(picture, "png", file.toFile());
        return file;
    }

    private static BufferedImage picture(int type) {
        BufferedImage picture = new BufferedImage(3, 2, type);
        picture.setRGB(1, 0, 0xff0080ff);
        return picture;
    }

    private static void assertRejected(Reason reason, String expected, Path file, ImageShape shape) {
        DataException e = assertThrows(DataException.class, () -> PictureFile.values(file, shape));
        assertEquals(reason, e.reason(), e.getMessage());
        assertTrue(e.getMessage().contains(file.getFileName() + ": " + expected), e.getMessage());
    }

    @Test
    void coloursOfAPixelLieSideBySide() throws IOException {
        float[] values = PictureFile.values(write(picture(BufferedImage.TYPE_INT_RGB)), COLOURS);
        float[] expected = new float[COLOURS.size()];
        Arrays.fill(expected, -1);
        expected[4] = 128 / 127.5f - 1;
        expected[5] = 1;
        assertArrayEquals(expected, values);
    }

    @Test
    void greyIsReadAsStored() throws IOException {
        BufferedImage picture = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
        picture.getRaster().setSample(2, 1, 0, 51);
        Path file = write(picture);
        assertEquals(51 / 127.5f - 1, PictureFile.values(file, GREY)[5]);
        assertEquals(51 / 127.5f - 1, PictureFile.values(file, COLOURS)[17], "as a colour");
    }

    @Test
    void whatIsUnfitIsNamed() throws IOException {
        assertRejected(Reason.MISSING, "no such file", folder.resolve("none.png"), GREY);
        Path file = write(picture(BufferedImage.TYPE_INT_RGB));
        assertRejected(Reason.WRONG_FORMAT, "a picture with colours found, expected a grey picture", file, GREY);
        assertRejected(Reason.WRONG_FORMAT, "3 x 2 pixels found", file, new ImageShape(3, 2, 3));
        Path clear = write(picture(BufferedImage.TYPE_INT_ARGB));
        assertRejected(Reason.WRONG_FORMAT, "a picture with transparency", clear, COLOURS);
        Path deep = write(new BufferedImage(3, 2, BufferedImage.TYPE_USHORT_GRAY));
        assertRejected(Reason.WRONG_FORMAT, "a picture with more than 8 bits", deep, GREY);
        Path text = Files.writeString(folder.resolve("text.png"), "not a picture");
        assertRejected(Reason.WRONG_FORMAT, "another kind of file", text, GREY);
    }

    /** A header may announce a billion pixels. */
    @Test
    void anAbsurdHeaderCostsNothing() throws IOException {
        Path file = write(picture(BufferedImage.TYPE_INT_RGB));
        byte[] png = Files.readAllBytes(file);
        ByteBuffer header = ByteBuffer.wrap(png);
        header.putInt(16, 1 << 30).putInt(20, 1 << 30);
        CRC32 checksum = new CRC32();
        checksum.update(png, 12, 17);
        header.putInt(29, (int) checksum.getValue());
        Files.write(file, png);
        assertRejected(Reason.WRONG_FORMAT, "1073741824 x 1073741824 pixels", file, COLOURS);
    }

    /** The reader notices damage, or the picture is as it was. */
    @Test
    void damagedPicturesAreNamed() throws IOException {
        Path file = write(picture(BufferedImage.TYPE_INT_RGB));
        byte[] sound = Files.readAllBytes(file);
        Random random = new Random(7);
        int rejected = 0;
        for (int i = 0; i < 100; i++) {
            byte[] damaged = Arrays.copyOf(sound, random.nextInt(4) == 0 ? random.nextInt(sound.length) : sound.length);
            if (damaged.length == sound.length) {
                damaged[random.nextInt(sound.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(file, damaged);
            try {
                assertEquals(COLOURS.size(), PictureFile.values(file, COLOURS).length);
            } catch (DataException e) {
                assertTrue(e.getMessage().contains("picture.png: "), e.getMessage());
                rejected++;
            }
        }
        assertTrue(rejected > 50, rejected + " rejected");
    }
}
