/** Folder of a machine that the place of the checkpoints is mounted at. */
export const checkpointFolder = "/checkpoints";
