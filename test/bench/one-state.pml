/* One state and no step: what a verifier takes before it has found anything. */
active proctype still() { end: false }
