import type { Platform } from './chord.ts'

/** Which keys this machine has. */
export const PLATFORM: Platform = /mac|iphone|ipad/i.test(navigator.platform) ? 'mac' : 'other'
