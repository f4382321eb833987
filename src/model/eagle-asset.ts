// Files that Eagle keeps: they are read, and never written, moved or removed.

const ASSET = /\.library[\\/]images[\\/][^\\/]+\.info[\\/][^\\/]+$/i

/** Whether a file lies in an Eagle library. */
export const isEagleAsset = (path: string): boolean => ASSET.test(path)
