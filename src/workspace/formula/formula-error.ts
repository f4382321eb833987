// The one error of this folder: a formula that cannot be read, or that cannot be computed for a row.

export class FormulaError extends Error {
  override name = 'FormulaError'
  /** Index into the expression; undefined where the place is not known. */
  readonly at: number | undefined

  constructor(message: string, at?: number) {
    super(at === undefined ? message : `${message} (at character ${at + 1})`)
    this.at = at
  }
}
