import { preferences as de } from '../texts/de/preferences.ts'
import { preferences as en } from '../texts/en/preferences.ts'
import { inLanguage } from '../texts/language.ts'

export const texts = inLanguage({ en, de })
