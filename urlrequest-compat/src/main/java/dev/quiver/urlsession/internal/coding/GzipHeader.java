package dev.quiver.urlsession.internal.coding;

/** The header of one gzip member (RFC 1952 §2.3), read byte by byte and skipped. */
final class GzipHeader {
    private static final int FHCRC = 0x02;
    private static final int FEXTRA = 0x04;
    private static final int FNAME = 0x08;
    private static final int FCOMMENT = 0x10;
    private static final int RESERVED = 0xe0;
    private static final int FIXED = 10;
    // A name and a comment have no length of their own: an endless one is no header.
    private static final int LONGEST = 1 << 18;

    private enum Part {
        FIXED_PART,
        EXTRA_LENGTH,
        EXTRA,
        NAME,
        COMMENT,
        CHECK,
        END
    }

    private Part part = Part.FIXED_PART;
    private int flags;
    private int inPart;
    private int total;
    private int extraLength;

    /**
     * Takes the next byte of the header.
     *
     * @return whether it was the last
     */
    boolean accept(int octet) throws MalformedContentException {
        if (++total > LONGEST) {
            throw new MalformedContentException("gzip: a header of more than " + LONGEST + " bytes");
        }
        inPart++;
        switch (part) {
            case FIXED_PART -> fixed(octet);
            case EXTRA_LENGTH -> {
                extraLength |= octet << (8 * (inPart - 1));
                if (inPart == 2) {
                    next(extraLength > 0 ? Part.EXTRA : Part.NAME);
                }
            }
            case EXTRA -> {
                if (inPart == extraLength) {
                    next(Part.NAME);
                }
            }
            case NAME -> {
                if (octet == 0) {
                    next(Part.COMMENT);
                }
            }
            case COMMENT -> {
                if (octet == 0) {
                    next(Part.CHECK);
                }
            }
            case CHECK -> {
                if (inPart == 2) {
                    next(Part.END);
                }
            }
            case END -> throw new IllegalStateException("the header ended");
        }
        return part == Part.END;
    }

    private void fixed(int octet) throws MalformedContentException {
        boolean good = switch (inPart) {
            case 1 -> octet == 0x1f;
            case 2 -> octet == 0x8b;
            case 3 -> octet == 8;
            case 4 -> (octet & RESERVED) == 0;
            default -> true;
        };
        if (!good) {
            throw new MalformedContentException("gzip: byte " + inPart + " of the header is 0x"
                    + Integer.toHexString(octet) + ": this is no gzip member");
        }
        if (inPart == 4) {
            flags = octet;
        }
        if (inPart == FIXED) {
            next(Part.EXTRA_LENGTH);
        }
    }

    /** Goes to the part given, or to the first after it that the flags announce. */
    private void next(Part wanted) {
        inPart = 0;
        part = wanted;
        if (part == Part.EXTRA_LENGTH && (flags & FEXTRA) == 0) {
            part = Part.NAME;
        }
        if (part == Part.NAME && (flags & FNAME) == 0) {
            part = Part.COMMENT;
        }
        if (part == Part.COMMENT && (flags & FCOMMENT) == 0) {
            part = Part.CHECK;
        }
        if (part == Part.CHECK && (flags & FHCRC) == 0) {
            part = Part.END;
        }
    }
}
