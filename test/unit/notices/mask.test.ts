import { describe, expect, it } from 'vitest'
import { maskForOthers } from '../../../src/model/notices/mask.ts'
import { secretParts } from '../../../src/model/notify-settings.ts'
import { cut, cutBytes } from '../../../src/notify/channel.ts'
import fc from '../../support/property.ts'

describe('what leaves the machine (N8)', () => {
  it.each([
    ['see https://soundcloud.com/me/song/s-AbCdEf?secret_token=s-x', 'see soundcloud.com/…'],
    ['http://nas.local:8080/private and http://192.168.1.4/x', 'an address and an address'],
    ['smtp://me:geheim@mail.example.org:587 is away', 'an address is away'],
    ['the library /Volumes/Music/Library is not there', 'the library …/Library is not there'],
    ['C:\\Users\\me\\Music\\a.wav is broken', '…/a.wav is broken'],
    ['token ntn_1234567890abcdef, Bearer abcdefghijkl', 'token ntn_***, Bearer ***'],
    ['write to dj@example.org', 'write to ***'],
    ['AC/DC – 50/50 done in 3/4', 'AC/DC – 50/50 done in 3/4'],
  ])('%s', (text, expected) => expect(maskForOthers(text)).toBe(expected))

  it('values of settings that are secrets, whole and in part (N1)', () => {
    const secrets = [
      ...secretParts('https://hooks.slack.com/services/T0AAAA/B0BBBB/cccccccccccc'),
      ...secretParts('smtp://me:very%20secret@mail.example.org'),
    ]
    const text = maskForOthers('POST /services/T0AAAA/B0BBBB/cccccccccccc with "very secret"', secrets)
    expect(text).toBe('POST *** with "***"')
  })

  it('a text is cut to its channel’s length, letters whole', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.integer({ min: 4, max: 200 }), (text, most) => {
        expect(cut(text, most).length).toBeLessThanOrEqual(most)
        expect(cut(text, most).isWellFormed()).toBe(true)
        expect(Buffer.byteLength(cutBytes(text, most))).toBeLessThanOrEqual(most)
        expect(cutBytes(text, most).isWellFormed()).toBe(true)
      }),
    )
    expect(cut('short', 10)).toBe('short')
  })
})
