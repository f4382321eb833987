// Whether a lossless file seems to be made of a lossy one.

interface Sound {
  /** Of the file's codec. */
  lossless: boolean
  /** Where the music is cut, Hz; undefined when that cannot be told. */
  cutoff?: number
  /** Of the file, Hz. */
  sampleRate: number
}

/** Converters of sound studios cut at 20 kHz too; encoders at up to 256 kb/s lower. */
const LEAST_WHOLE = 19_700
/** Files of lower rates have no treble by nature. */
const LEAST_RATE = 44_100

/** A sentence for people; undefined when there is nothing to doubt. */
export function lossyOrigin({ lossless, cutoff, sampleRate }: Sound): string | undefined {
  if (!lossless || cutoff === undefined || cutoff >= LEAST_WHOLE || sampleRate < LEAST_RATE) return undefined
  return `the lossless file seems to be made of a lossy one: nothing above ${(cutoff / 1000).toFixed(1)} kHz`
}
