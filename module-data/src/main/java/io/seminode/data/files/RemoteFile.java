package io.seminode.data.files;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A file that its publisher offers.
 *
 * @param name under which it is kept
 * @param addresses where it is, the one to try first in front
 * @param size in bytes
 * @param checksum of the file
 * @param contents the checksum of what it holds when unpacked, by which a copy that was packed again is known
 */
public record RemoteFile(String name, List<URI> addresses, long size, Checksum checksum, Optional<Checksum> contents) {

    private static final Set<String> SCHEMES = Set.of("https", "http");

    /** Checks that there is an address, that all are of the web, and that the name is one that can be kept in a folder. */
    public RemoteFile {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("File \"" + name + "\" found without an address.");
        }
        for (URI address : addresses) {
            if (!SCHEMES.contains(String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT))
                    || address.getHost() == null) {
                throw new IllegalArgumentException("Address " + address + " of \"" + name
                        + "\" found, expected one that begins with https:// or http:// and names a host.");
            }
        }
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException(
                    "File name \"" + name + "\" found, expected letters, digits, dots, hyphens and underscores.");
        }
        if (size <= 0) {
            throw new IllegalArgumentException("Size " + size + " of \"" + name + "\" found, expected more than 0.");
        }
    }
}
