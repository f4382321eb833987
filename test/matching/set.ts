// The two halves of the labelled set. A song stands in one of them only.

import { club as holdOutClub } from './hold-out/club.ts'
import { more as holdOutMore } from './hold-out/more.ts'
import { pop as holdOutPop } from './hold-out/pop.ts'
import { rap as holdOutRap } from './hold-out/rap.ts'
import { remixes as holdOutRemixes } from './hold-out/remixes.ts'
import { scripts as holdOutScripts } from './hold-out/scripts.ts'
import { club } from './tune/club.ts'
import { hidden } from './tune/hidden.ts'
import { more } from './tune/more.ts'
import { pop } from './tune/pop.ts'
import { rap } from './tune/rap.ts'
import { scripts } from './tune/scripts.ts'

/** Rules are made and changed by these. */
export const tune = [...club, ...pop, ...rap, ...scripts, ...more, ...hidden]
/** Rules are only judged by these. */
export const holdOut = [
  ...holdOutClub,
  ...holdOutPop,
  ...holdOutRap,
  ...holdOutScripts,
  ...holdOutMore,
  ...holdOutRemixes,
]
