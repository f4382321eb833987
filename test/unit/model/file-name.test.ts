import { describe, expect, it } from 'vitest'
import { safeName, trackFileName } from '../../../src/model/file-name.ts'
import fc from '../../support/property.ts'

describe('safeName', () => {
  it.each([
    ['AC/DC: Back in Black?', 'AC_DC_ Back in Black_'],
    ['-rf important', 'rf important'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['.hidden.', 'hidden'],
    ['CON', '_CON'],
    ['///', 'untitled'],
    ['', 'untitled'],
    ['🎧', '🎧'],
    ['a\u202eb\u0000c\u200bd', 'abcd'],
    ['Cafe\u0301', 'Caf\u00e9'],
  ])('%j becomes %j', (text, expected) => expect(safeName(text)).toBe(expected))

  it('is one safe component of at most 200 bytes, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), text => {
        const name = safeName(text)
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200)
        expect(name).not.toMatch(/[/\\\p{Cc}<>:"|?*]|^[.\-\s]|[.\s]$/u)
        expect(name).not.toBe('')
      }),
      { numRuns: 2000 },
    )
  })
})

describe('trackFileName', () => {
  it('names artist, title and row', () => {
    expect(trackFileName({ artist: 'Nia', title: 'Low/High' }, '0a1b2c3d')).toBe('Nia - Low_High [0a1b2c3d]')
    expect(trackFileName({ title: 'Alone' }, '0a1b2c3d')).toBe('Alone [0a1b2c3d]')
  })

  it('keeps the row id, and room for an extension, at any length', () => {
    const name = trackFileName({ artist: '👩‍🎤'.repeat(90), title: 'ש'.repeat(300) }, '0a1b2c3d')
    expect(name.endsWith(' [0a1b2c3d]')).toBe(true)
    expect(Buffer.byteLength(`${name}.aiff`)).toBeLessThanOrEqual(220)
  })
})
