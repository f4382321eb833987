// Settings of Eagle, the app that holds a library of its own on this machine.

import { z } from 'zod'
import { AUDIO_FORMATS } from './audio-format.ts'
import { listOf, loopbackUrl, text } from './setting-kinds.ts'

const EAGLE_MODES = ['auto', 'true', 'false'] as const

export const EAGLE_SETTINGS = {
  EAGLE_ENABLED: z
    .string()
    .default('auto')
    .transform(word => word.trim().toLowerCase())
    .pipe(z.enum(EAGLE_MODES, 'expected auto, true or false'))
    .meta({
      description:
        'Whether tracks go into Eagle: `auto` from the first time it is found running (not in the demo), or `true`, `false`',
    }),
  EAGLE_FORMATS: listOf(AUDIO_FORMATS).meta({
    description: 'Formats that go into Eagle; absent: WAV and AIFF, and of a track that has neither all it has',
  }),
  EAGLE_LIBRARY: text().optional().meta({
    description:
      'Path or name of the one Eagle library that is written, and read for the index of recordings; absent: the one that is open at the first use',
  }),
  EAGLE_URL: loopbackUrl('http://127.0.0.1:41595').meta({ description: 'Address of Eagle on this machine' }),
  EAGLE_TOKEN: text().optional().meta({
    description: 'Token of Eagle (Preferences, Developer), where it asks for one',
    secret: true,
  }),
}
