/** A file of a saved picture. */
export interface SavedFile {
  name: string;
  text: string;
}

/** Writes saved pictures, each into a folder of its own. */
export interface SavedPictures {
  /** Version of this dashboard, which need not be that of its daemon. */
  appVersion: string;
  /**
   * Writes the files into a new folder. Nothing is overwritten, and where a file cannot be written, no folder is left.
   * @param name of the folder; where it is taken, a number is added to it
   * @returns the path of the folder, for people
   * @throws the failure of the file system
   */
  write(name: string, files: readonly SavedFile[]): Promise<string>;
}
