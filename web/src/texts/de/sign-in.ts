import type { signIn as english } from '../en/sign-in.ts'

export const signIn: typeof english = {
  username: 'Benutzername',
  password: 'Passwort',
  showPassword: 'Passwort zeigen oder verbergen',
  title: 'Anmelden',
  submit: 'Anmelden',
  ended: 'Du wurdest abgemeldet. Bitte melde dich wieder an.',
  alreadySetUp: 'Das erste Konto gibt es schon. Melde dich damit an.',
  setup: {
    title: 'Willkommen',
    intro: 'Lege das erste Konto an. Es verwaltet dieses Meterbridge.',
    token: 'Einrichtungscode',
    tokenHint: 'Der Teil nach „token=“ in dem Link, den der Dienst beim Start ausgegeben hat.',
    passwordHint: 'Mindestens 8 Zeichen; ein paar Wörter merkt man sich leicht.',
    submit: 'Konto anlegen',
  },
}
