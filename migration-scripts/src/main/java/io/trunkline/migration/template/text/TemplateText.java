package io.trunkline.migration.template.text;

import io.trunkline.migration.OperatorException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A template's characters, exactly as in its file.
 *
 * @param name what its file is called in messages
 * @param text without a byte order mark
 * @param marked whether a byte order mark stood before it
 */
public record TemplateText(String name, String text, boolean marked) {
    /** CloudFormation takes 1 MB; what is larger than four is no template, or must be split first. */
    public static final int MAX_BYTES = 4 << 20;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** Reads a file; an {@link OperatorException} says what is wrong with one that cannot be a template. */
    public static TemplateText read(Path file) {
        try {
            long size = Files.size(file);
            if (size > MAX_BYTES) {
                throw new OperatorException(file + " has " + size + " bytes; CloudFormation takes templates of up to"
                        + " 1 MB, and nothing over " + MAX_BYTES + " is read here. Split it into stacks first.");
            }
            return decode(file.toString(), Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new OperatorException(file + " does not exist", e);
        } catch (IOException e) {
            throw new OperatorException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Decodes a file's bytes. */
    public static TemplateText decode(String name, byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new OperatorException(name + " has " + bytes.length + " bytes; nothing over " + MAX_BYTES
                    + " is read here. Split it into stacks first.");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new OperatorException(name + " is not UTF-8; save it as UTF-8 first", e);
        }
        boolean marked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
        return new TemplateText(name, marked ? text.substring(1) : text, marked);
    }

    /** The same file with other words in it. */
    public TemplateText with(String changed) {
        return new TemplateText(name, changed, marked);
    }

    public byte[] bytes() {
        return (marked ? BYTE_ORDER_MARK + text : text).getBytes(StandardCharsets.UTF_8);
    }

    /** How its lines end: as most of them do. */
    public String lineEnd() {
        int windows = 0;
        int unix = 0;
        for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
            if (at > 0 && text.charAt(at - 1) == '\r') {
                windows++;
            } else {
                unix++;
            }
        }
        return windows > unix ? "\r\n" : "\n";
    }
}
