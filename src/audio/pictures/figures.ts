// Numbers as people read them: a true minus sign, minutes and seconds, few decimals.

/** "−9.8"; the same number of decimals every time. */
export const figure = (value: number, decimals = 1): string => {
  const text = Math.abs(value).toFixed(decimals)
  return value < 0 && Number(text) !== 0 ? `−${text}` : text
}

/** "+0.3", "−1.0", "0.0". */
export const signed = (value: number, decimals = 1): string => {
  const text = figure(value, decimals)
  return Number(text) > 0 ? `+${text}` : text
}

/** "124", "118.3", "126.37": a tempo without needless zeros. */
export const bpmText = (bpm: number): string => String(Math.round(bpm * 100) / 100)

export const percent = (share: number): string => `${Math.round(100 * Math.max(0, Math.min(1, share)))} %`

/** "3:07", "1:02:30", with decimals "0:00.52". */
export function timeText(seconds: number, decimals = 0): string {
  const factor = 10 ** decimals
  const total = Math.round(Math.max(0, seconds) * factor) / factor
  const hours = Math.floor(total / 3600)
  const minutes = Math.floor((total % 3600) / 60)
  const rest = (total % 60).toFixed(decimals).padStart(decimals > 0 ? 3 + decimals : 2, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`
}

/** A coordinate: one decimal, as short as can be; never NaN, which would spoil a whole path. */
export const coordinate = (value: number): string =>
  Number.isFinite(value) ? String(Math.round(value * 10) / 10 || 0) : '0'
