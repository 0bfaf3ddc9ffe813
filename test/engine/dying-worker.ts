/** A worker that ends at once. */
process.exit(7);
