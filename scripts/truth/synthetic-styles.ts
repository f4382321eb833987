// Kinds of dance and other music as patterns: one sign per step, X loud, x, o soft, a dot nothing.

import type { DrumName } from './synthetic-sounds.ts'
import { OTHER_STYLES } from './synthetic-styles-slow.ts'

export interface Style {
  name: string
  bpms: readonly number[]
  /** Beats in a bar, and steps in a beat (3: ternary, 4: sixteenths). */
  beats: number
  steps: number
  /** Where the second of two steps falls, share of both; 0.5 is straight. */
  swing?: number
  drums: Partial<Record<DrumName, string>>
  bass: string
  /** Chords that are struck, and how long a chord stays, bars. */
  stabs?: string
  arpeggio?: string
  pad?: number
  chordBars?: number
  /** How deep the kick ducks everything else, 0 to 1. */
  duck?: number
  /** Level of tape noise. */
  noise?: number
}

const FOUR = 'X...X...X...X...'
const OFF = '..x...x...x...x.'
const BACK = '....X.......X...'
const EIGHTHS = 'x.o.x.o.x.o.x.o.'
const SIXTEENTHS = 'xooxxooxxooxxoox'

const FAST: readonly Style[] = [
  {
    name: 'house',
    bpms: [118.3, 122, 124.6, 126.75],
    beats: 4,
    steps: 4,
    drums: { kick: FOUR, clap: BACK, open: OFF, hat: EIGHTHS },
    bass: '..x..x..x.x...x.',
    stabs: '...x..x.........',
    duck: 0.5,
  },
  {
    name: 'deep house',
    bpms: [116.4, 120.9, 123.1],
    beats: 4,
    steps: 4,
    swing: 0.56,
    drums: { kick: FOUR, rim: BACK, hat: OFF, shaker: SIXTEENTHS },
    bass: 'x.....x...x.....',
    stabs: '..x..x....x..x..',
    pad: 0.05,
    duck: 0.4,
    noise: 0.004,
  },
  {
    name: 'techno',
    bpms: [128.5, 132.2, 135.6, 140],
    beats: 4,
    steps: 4,
    drums: { kick: FOUR, hat: OFF, ride: '................X.X.X.X.X.X.X.X.', perc: '...x..x....x..x.' },
    bass: '.xxx.xxx.xxx.xxx',
    noise: 0.006,
    duck: 0.7,
  },
  {
    name: 'minimal techno',
    bpms: [125.3, 127.9, 130.4],
    beats: 4,
    steps: 4,
    drums: { kick: FOUR, hat: '..x..ox...x..o.x', rim: '.......x......x.', perc: '...x......x.....' },
    bass: '......x...x.....',
    noise: 0.01,
  },
  {
    name: 'trance',
    bpms: [134.7, 138, 141.2, 143.9],
    beats: 4,
    steps: 4,
    drums: { kick: FOUR, clap: BACK, open: OFF, hat: SIXTEENTHS },
    bass: '..xx..xx..xx..xx',
    arpeggio: SIXTEENTHS,
    pad: 0.06,
    duck: 0.6,
  },
  {
    name: 'psytrance',
    bpms: [142.6, 145, 148.4],
    beats: 4,
    steps: 4,
    drums: { kick: FOUR, hat: OFF, open: '................', clap: BACK },
    bass: '.xxx.xxx.xxx.xxx',
    arpeggio: 'x..x..x.x.x..x..',
  },
  {
    name: 'hard dance',
    bpms: [150.5, 155.2, 160],
    beats: 4,
    steps: 4,
    drums: { kick: FOUR, clap: BACK, open: OFF },
    bass: '..X...X...X...X.',
    stabs: 'x.x.x.x.x.x.x.x.',
    duck: 0.6,
  },
  {
    name: 'disco',
    bpms: [112.8, 117.5, 121.3],
    beats: 4,
    steps: 4,
    drums: { kick: FOUR, snare: BACK, open: OFF, hat: SIXTEENTHS, perc: 'x..x..x...x.x...' },
    bass: 'x.X.x.X.x.X.x.X.',
    stabs: '..x...x...x..xx.',
  },
  {
    name: 'uk garage',
    bpms: [129.8, 131.5, 133.3],
    beats: 4,
    steps: 4,
    swing: 0.6,
    drums: { kick: 'X.........x.....', snare: BACK, hat: '..x..ox...x..ox.', shaker: SIXTEENTHS },
    bass: 'x..x......x..x..',
    stabs: '...x..x....x....',
  },
  {
    name: 'breakbeat',
    bpms: [126.2, 131.7, 136.9],
    beats: 4,
    steps: 4,
    drums: { kick: 'X.x.......x..x..', snare: '....X..o.o..X..o', hat: EIGHTHS },
    bass: 'x.....x.x..x....',
    stabs: 'x..........x....',
  },
  {
    name: 'drum & bass',
    bpms: [170.4, 172, 174, 175.5, 177.8],
    beats: 4,
    steps: 4,
    drums: { kick: 'X.........x.....', snare: BACK, hat: EIGHTHS, ride: '..o...o...o...o.' },
    bass: 'x.......x.....x.',
    pad: 0.05,
  },
  {
    name: 'jungle',
    bpms: [165.3, 168.2, 171.6],
    beats: 4,
    steps: 4,
    drums: {
      kick: 'X.X.......XX....X.X.......X.....',
      snare: '....X..x.x..X..x....X..x.x....X.',
      hat: 'x.x.x.x.x.x.x.x.',
    },
    bass: 'x.....x.........x...........x...',
    pad: 0.05,
  },
  {
    name: 'liquid drum & bass',
    bpms: [173.1, 174.6, 176.2],
    beats: 4,
    steps: 4,
    drums: { kick: 'X.........x.....', snare: BACK, hat: SIXTEENTHS, shaker: EIGHTHS },
    bass: 'x.....x...x.....',
    arpeggio: 'x...x...x.x...x.',
    pad: 0.07,
  },
]

/** The tempo is what a DJ would call it: drum & bass 174, dubstep 140, hip hop 90. */
export const STYLES: readonly Style[] = [...FAST, ...OTHER_STYLES]
