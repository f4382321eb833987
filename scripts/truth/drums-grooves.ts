// What drummers play, as patterns: one sign per step, X loud, x, o soft. Recorded drums that Debian ships.

export type Role = 'kick' | 'snare' | 'hat' | 'open' | 'ride' | 'tom' | 'stick'

export interface Groove {
  name: string
  bpms: readonly number[]
  beats: number
  steps: number
  swing?: number
  parts: Partial<Record<Role, string>>
}

const BACK = '....X.......X...'
const EIGHTHS = 'x.o.x.o.x.o.x.o.'

export const GROOVES: readonly Groove[] = [
  {
    name: 'played rock',
    bpms: [92.3, 108.6, 124.2, 139.4],
    beats: 4,
    steps: 4,
    parts: { kick: 'X.....x.X.......', snare: BACK, hat: EIGHTHS },
  },
  {
    name: 'played funk',
    bpms: [95.8, 103.3, 111.6],
    beats: 4,
    steps: 4,
    parts: { kick: 'X.x....x..x..x..', snare: '....X..o.o..X..o', hat: 'xoxoxoxoxoxoxoxo' },
  },
  {
    name: 'played shuffle',
    bpms: [88.4, 117.7, 131.2],
    beats: 4,
    steps: 3,
    parts: { kick: 'X.....X....x', snare: '...X.....X..', ride: 'x.ox.ox.ox.o' },
  },
  {
    name: 'played swing',
    bpms: [128.8, 156.1, 187.3],
    beats: 4,
    steps: 3,
    parts: { ride: 'x..x.ox..x.o', hat: '...X.....X..', kick: 'o..o..o..o..', snare: '........o...........o..o' },
  },
  {
    name: 'played 6/8',
    bpms: [52.6, 58.8, 67.2],
    beats: 2,
    steps: 6,
    parts: { kick: 'X.........x.', snare: '......X.....', hat: 'x.o.o.x.o.o.' },
  },
  {
    name: 'played waltz',
    bpms: [94.1, 126.6, 151.9],
    beats: 3,
    steps: 4,
    parts: { kick: 'X...........', snare: '....o...x...', ride: 'x...x.o.x...' },
  },
  {
    name: 'played bossa',
    bpms: [118.4, 133.7],
    beats: 4,
    steps: 4,
    parts: { kick: 'X..xX..xX..xX..x', stick: 'x..x..x...x..x..', hat: EIGHTHS },
  },
  {
    name: 'played half time',
    bpms: [134.9, 146.3],
    beats: 4,
    steps: 4,
    parts: { kick: 'X.....x...x.....', snare: '........X.......', hat: EIGHTHS },
  },
  {
    name: 'played break',
    bpms: [163.8, 170.9, 177.1],
    beats: 4,
    steps: 4,
    parts: { kick: 'X.x.......xx....', snare: '....X..o.o..X..o', ride: EIGHTHS },
  },
  {
    name: 'played hip hop',
    bpms: [81.7, 87.9, 94.6],
    beats: 4,
    steps: 4,
    swing: 0.6,
    parts: { kick: 'X..x..x...x.....', snare: BACK, hat: 'x.x.x.x.x.x.x.xo' },
  },
  {
    name: 'played ballad',
    bpms: [61.3, 69.5, 74.4],
    beats: 4,
    steps: 4,
    parts: { kick: 'X.....x.X.......', snare: BACK, hat: 'x.o.x.o.x.o.x.o.' },
  },
  {
    name: 'played punk',
    bpms: [178.9, 191.2, 203.7],
    beats: 4,
    steps: 4,
    parts: { kick: 'X.....X.X.X.....', snare: BACK, hat: 'x.x.x.x.x.x.x.x.' },
  },
  {
    name: 'played disco',
    bpms: [109.9, 119.6],
    beats: 4,
    steps: 4,
    parts: { kick: 'X...X...X...X...', snare: BACK, hat: 'x.o.x.o.x.o.x.o.', open: '..x...x...x...x.' },
  },
]

/** Files of each role, soft to loud, below the kit's folder. */
export const KITS: Record<string, Partial<Record<Role, readonly string[]>>> = {
  'The Black Pearl 1.0': {
    kick: ['PearlKick-Med.wav', 'PearlKick-Hard.wav'],
    snare: ['PearlSnare-Soft.wav', 'PearlSnare-Med.wav', 'PearlSnare-Hard.wav'],
    hat: ['SabianHatClosed-Soft.wav', 'SabianHatClosed-Med.wav'],
    open: ['SabianHatOpen-Med.wav'],
    ride: ['PaisteRide-Soft.wav', 'PaisteRide-Med.wav'],
    tom: ['PearlTom1-Med.wav', 'PearlTom2-Hard.wav'],
    stick: ['PearlSideStick-Med.wav'],
  },
  GMRockKit: {
    kick: ['Kick-Med.wav', 'Kick-Hard.wav'],
    snare: ['Snare-Soft.wav', 'Snare-Med.wav', 'Snare-Hard.wav'],
    hat: ['HatClosed-Soft.wav', 'HatClosed-Med.wav'],
    open: ['HatOpen-Med.wav'],
    ride: ['Ride-Soft.wav', 'Ride-Med.wav'],
    tom: ['Tom1-Med.wav', 'Tom2-Hard.wav'],
    stick: ['SideStick-Med.wav'],
  },
  ForzeeStereo: {
    kick: ['Kick-2.wav', 'Kick-3.wav'],
    snare: ['Snare-0.wav', 'Snare-2.wav', 'Snare-3.wav'],
    hat: ['HiHatClosed-1.wav', 'HiHatClosed-2.wav'],
    open: ['HiHatOpen-1.wav'],
    ride: ['RideBow-1.wav', 'RideBow-2.wav'],
    tom: ['TomHigh-2.wav', 'TomLow-3.wav'],
    stick: ['RimClick-2.wav'],
  },
  Millo_MultiLayered3: {
    kick: ['bd_02.flac', 'bd_03.flac'],
    snare: ['sd_01.flac', 'sd_03.flac', 'sd_05.flac'],
    hat: ['hh_01.flac', 'hh_03.flac'],
    open: ['ho_02.flac'],
    ride: ['rc_01.flac', 'rc_02.flac'],
    tom: ['t1_02.flac', 't2_03.flac'],
    stick: ['sr_01.flac'],
  },
  TR808EmulationKit: {
    kick: ['808_Kick_Short.flac', '808_Kick_Long.flac'],
    snare: ['808_Snare_1.flac'],
    hat: ['808_Hat_Closed.flac'],
    open: ['808_Hat_Open.flac'],
    ride: ['808_Cymbal.flac'],
    tom: ['808_Tom_Hi.flac', '808_Tom_Low.flac'],
    stick: ['808_Clave.flac'],
  },
}
