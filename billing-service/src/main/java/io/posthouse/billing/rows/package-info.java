/**
 * Many rows in one statement. A batch of usage touches five tables; row by row that is thousands of
 * messages to PostgreSQL and back to its executor, with arrays it is one statement for each table.
 */
@NullMarked
package io.posthouse.billing.rows;

import org.jspecify.annotations.NullMarked;
