/** The bytes contradict what they say of themselves. */
export class BrokenArrow extends Error {}
