/**
 * Many rows in one statement. A batch of usage touches five tables; row by row that is thousands of
 * messages to PostgreSQL and back to its executor, with arrays it is one statement for each table.
 * And what reading rows takes in many places.
 */
@NullMarked
package io.posthouse.billing.rows;

import org.jspecify.annotations.NullMarked;
