/** The bytes contradict what they say of themselves. */
export class BrokenArrow extends Error {}

/** The bytes end within a message, or before the mark of the end. */
export class BrokenOff extends BrokenArrow {
  constructor() {
    super("it is broken off");
  }
}
