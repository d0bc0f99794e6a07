package io.seminode.models.tribuo;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import org.tribuo.protos.core.ModelDataProto;

/**
 * What Tribuo's {@code ModelProto} carries for a {@link NeuralModel}. As a file for protoc:
 *
 * <pre>
 *     syntax = "proto3";
 *     package io.seminode.models.tribuo;
 *     import "tribuo-core.proto";
 *     message NeuralModelProto {
 *       tribuo.core.ModelDataProto metadata = 1;
 *       bytes model = 2; // a seminode-model file
 *     }
 * </pre>
 *
 * <p>Two fields are described here rather than by generated code.
 *
 * @param metadata Tribuo's own: name, provenance, features, outputs
 * @param model the bytes of a model file
 */
record NeuralModelProto(ModelDataProto metadata, ByteString model) {
    private static final Descriptor DESCRIPTOR = descriptor();
    private static final FieldDescriptor METADATA = DESCRIPTOR.findFieldByNumber(1);
    private static final FieldDescriptor MODEL = DESCRIPTOR.findFieldByNumber(2);

    private static Descriptor descriptor() {
        FileDescriptor tribuo = ModelDataProto.getDescriptor().getFile();
        FileDescriptorProto file = FileDescriptorProto.newBuilder()
                .setName("seminode-models-tribuo.proto")
                .setPackage("io.seminode.models.tribuo")
                .setSyntax("proto3")
                .addDependency(tribuo.getName())
                .addMessageType(DescriptorProto.newBuilder()
                        .setName("NeuralModelProto")
                        .addField(field("metadata", 1, FieldDescriptorProto.Type.TYPE_MESSAGE)
                                .setTypeName(
                                        "." + ModelDataProto.getDescriptor().getFullName()))
                        .addField(field("model", 2, FieldDescriptorProto.Type.TYPE_BYTES)))
                .build();
        try {
            return FileDescriptor.buildFrom(file, new FileDescriptor[] {tribuo})
                    .getMessageTypes()
                    .get(0);
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException("A description of two fields is invalid.", e);
        }
    }

    private static FieldDescriptorProto.Builder field(String name, int number, FieldDescriptorProto.Type type) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setType(type)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
    }

    Any pack() {
        return Any.pack(DynamicMessage.newBuilder(DESCRIPTOR)
                .setField(METADATA, metadata)
                .setField(MODEL, model)
                .build());
    }

    /**
     * Unpacks.
     *
     * @throws InvalidProtocolBufferException if it is another message, or none
     */
    static NeuralModelProto unpack(Any any) throws InvalidProtocolBufferException {
        if (!any.getTypeUrl().endsWith("/" + DESCRIPTOR.getFullName())) {
            throw new InvalidProtocolBufferException(
                    "A message of type \"" + any.getTypeUrl() + "\" found, expected " + DESCRIPTOR.getFullName() + ".");
        }
        DynamicMessage message = DynamicMessage.parseFrom(DESCRIPTOR, any.getValue());
        Message metadata = (Message) message.getField(METADATA);
        return new NeuralModelProto(
                ModelDataProto.parseFrom(metadata.toByteString()), (ByteString) message.getField(MODEL));
    }
}
