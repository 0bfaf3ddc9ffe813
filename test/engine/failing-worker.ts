/** A worker that throws at once. */
throw new Error('out of order');
