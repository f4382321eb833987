import { expect, it } from 'vitest'
import { isTemporary } from '../../../src/model/temporary.ts'

const places = { kept: '/tmp/place/library', gone: ['/srv/var/staging'] }

it.each([
  ['/tmp/a.wav', true],
  ['/private/tmp/x/a.wav', true],
  ['/var/folders/zz/T/tmp_1a2b3c4d/a.wav', true],
  ['/Users/me/tmpk3j2h1g0/a.wav', true],
  ['/srv/var/staging/page/out.wav', true],
  ['/tmp/place/library/Set/a.wav', false],
  ['/Volumes/Music/Temporary Residence/a.wav', false],
  ['/Volumes/Music/tmp/a.wav', false],
  ['/Users/me/template/a.wav', false],
])('%s: %s', (path, expected) => expect(isTemporary(path, places)).toBe(expected))
