// The limits' sentences, said the same wherever a limit is met.

import { InputFault } from '../errors.ts'

export const tooBig = (maxBytes: number): InputFault =>
  new InputFault(`the file is larger than the ${megabytes(maxBytes)} MB of MAX_DOWNLOAD_MB`, 'Too_Big')

export const tooLong = (seconds: number, maxSeconds: number): InputFault =>
  new InputFault(
    `the recording lasts ${clock(seconds)}, longer than the ${clock(maxSeconds)} of MAX_TRACK_SECONDS`,
    'Too_Long',
  )

const megabytes = (bytes: number) => Math.round((bytes / 1024 / 1024) * 100) / 100

function clock(seconds: number): string {
  const whole = Math.round(seconds)
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  return parts.map(part => String(part).padStart(2, '0')).join(':')
}
