/** What has to be built, judged by the content of the sources, and the build of it with Maven. */
@NullMarked
package io.posthouse.local.build;

import org.jspecify.annotations.NullMarked;
