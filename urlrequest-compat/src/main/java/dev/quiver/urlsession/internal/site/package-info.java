/** Which hosts belong together: canonical names, public suffixes, sites. */
@NullMarked
package dev.quiver.urlsession.internal.site;

import org.jspecify.annotations.NullMarked;
