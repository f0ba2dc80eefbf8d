/** Submitting to the utility: what hinders it, what became of it. */
export const utility: Readonly<Record<string, string>> = {
  'The connector is not as it should be; see errors.': 'Die Anbindung stimmt so nicht; siehe die Felder.',
  'There is no connector named {}.': 'Es gibt keine Anbindung namens {1}.',
  '{} submissions still need this connector; wait for them, or resolve them, first.':
    '{1} Übermittlungen brauchen diese Anbindung noch; erst abwarten oder abschließen.',
  'Submissions of the site {} still need this connector.':
    'Übermittlungen des Standorts {1} brauchen diese Anbindung noch.',
  'The site {} has no connector to a utility; {}.': 'Der Standort {1} hat keine Anbindung an einen Versorger.',
  'The site {} has several connectors; name one of {}.': 'Der Standort {1} hat mehrere Anbindungen; eine wählen: {2}.',
  'Switched off: {}. Switch a connector on with "enabled": true before sending to it.':
    'Abgeschaltet: {1}. Erst einschalten, dann übermitteln.',
  'The connector {} belongs to the site {}, not to {}.': 'Die Anbindung {1} gehört zum Standort {2}, nicht zu {3}.',
  'The reading holds no {}, which the connector sends.': 'Der Ablesung fehlt {1}, und das übermittelt die Anbindung.',
  'No reading of the site {} holds {}, which the connector sends.':
    'Keine Ablesung des Standorts {1} enthält {2}, und das übermittelt die Anbindung.',
  'There is no reading at the site {} yet.': 'Am Standort {1} gibt es noch keine Ablesung.',
  'This reading is submitted or on its way{}: {} ({}).': 'Diese Ablesung ist übermittelt oder unterwegs{1}: {2} ({3}).',
  'The reading was withdrawn before it was sent.': 'Die Ablesung wurde zurückgezogen, bevor sie gesendet war.',
  'Something went wrong here; the log holds the details.': 'Hier ist etwas schiefgegangen; Näheres steht im Protokoll.',
  'The service ended before an answer came.': 'Der Dienst endete, bevor eine Antwort kam.',
  'The service ended before anything was sent.': 'Der Dienst endete, bevor etwas gesendet war.',
  'It is not known whether the utility has this reading.': 'Ob der Versorger diese Ablesung hat, ist nicht bekannt.',
  'The utility has this reading already.': 'Der Versorger hat diese Ablesung schon.',
  'It is on its way; wait for its outcome.': 'Sie ist unterwegs; bitte das Ergebnis abwarten.',
  'It was cancelled; push the reading anew.': 'Sie wurde abgebrochen; die Ablesung neu übermitteln.',
  'It has changed meanwhile, or another submission of this reading took its place; look at it again.':
    'Sie hat sich inzwischen geändert, oder eine andere Übermittlung dieser Ablesung trat an ihre Stelle; noch einmal ansehen.',
  'The connector is stopped until a person has acted ({}): {}':
    'Die Anbindung steht still, bis jemand handelt ({1}): {2}',
  'Nothing is sent through {} until a person has acted ({}): {}':
    'Über {1} wird nichts gesendet, bis jemand handelt ({2}): {3}',
  'The reading of {} for {} needs a person ({}): {}': 'Die Ablesung von {1} für {2} braucht einen Menschen ({3}): {4}',
  '{} takes readings of {} until {}, and none has been handed over yet. Push one, or type it in at the utility.':
    '{1} nimmt Ablesungen von {2} bis {3} an, und noch wurde keine übergeben. Eine übermitteln, oder beim Versorger selbst eintragen.',
  'The stored secrets of the connector cannot be opened any more; give them anew.':
    'Die gespeicherten Zugangsdaten der Anbindung lassen sich nicht mehr öffnen; bitte neu angeben.',
  'The stored secrets cannot be opened any more; give them anew.':
    'Die gespeicherten Zugangsdaten lassen sich nicht mehr öffnen; bitte neu angeben.',
  'A submission is under way for this connector; try again when it is done.':
    'Über diese Anbindung läuft gerade eine Übermittlung; danach noch einmal versuchen.',
  'the site does not say how many digits its meter has': 'Beim Standort steht nicht, wie viele Stellen sein Zähler hat',
  "the value has more than the meter's {} digits": 'Der Wert hat mehr als die {1} Stellen des Zählers',
  'the secret {} is not stored': 'Das Geheimnis {1} ist nicht gespeichert',
  '{} is no known placeholder; known are {}': '{1} ist kein bekannter Platzhalter; bekannt sind {2}',
  '{} names a secret that is not stored; give it in secrets':
    '{1} nennt ein Geheimnis, das nicht gespeichert ist; bitte bei den Geheimnissen angeben',
  'must be an http or https address; its host takes no placeholders: https://api.example.com/readings':
    'muss eine http- oder https-Adresse sein; ihr Host nimmt keine Platzhalter: https://api.example.com/readings',
  'is no valid address': 'ist keine gültige Adresse',
  'is required for the type {}': 'wird für die Art {1} gebraucht',
  'holds a password; give it in secrets': 'enthält ein Passwort; bitte bei den Geheimnissen angeben',
  'names a link-local address': 'nennt eine link-lokale Adresse',
  'needs a mail server: set SMTP_URL, like smtps://user:password@mail.example.com':
    'braucht einen Mailserver: SMTP_URL setzen, etwa smtps://user:password@mail.example.com',
  "is required: the API key of PVOutput's settings page":
    'wird gebraucht: der API-Schlüssel von PVOutputs Einstellungsseite',
  'never comes; {}': 'kommt nie; {1}',
  '{} could not be reached in time': '{1} war nicht rechtzeitig zu erreichen',
  '{} could not be reached: {}': '{1} war nicht zu erreichen: {2}',
  '{} gave no answer in time': '{1} hat nicht rechtzeitig geantwortet',
  '{} gave no answer: {}': '{1} hat nicht geantwortet: {2}',
  '{} closed the connection before anything was sent': '{1} hat die Verbindung geschlossen, bevor etwas gesendet war',
  'The utility refused the credentials ({}).': 'Der Versorger hat die Zugangsdaten abgelehnt ({1}).',
  'The utility says: {}.': 'Der Versorger sagt: {1}.',
  'The utility has not decided yet.': 'Der Versorger hat noch nicht entschieden.',
  'The utility answered {}.': 'Der Versorger hat mit {1} geantwortet.',
  'The utility answered {}, which leaves open whether it has the reading.':
    'Der Versorger hat mit {1} geantwortet; ob er die Ablesung hat, bleibt offen.',
  'The utility answered {}, but without the receipt at {}.':
    'Der Versorger hat mit {1} geantwortet, aber ohne die Quittung bei {2}.',
  "The utility's answer ({}) broke off.": 'Die Antwort des Versorgers ({1}) brach ab.',
  'The utility took it to decide later ({}){}.': 'Der Versorger hat sie angenommen und entscheidet später ({1}).',
  'The utility lists the reading on {}.': 'Der Versorger führt die Ablesung am {1} auf.',
  'The utility does not list the reading on {}.': 'Der Versorger führt die Ablesung am {1} nicht auf.',
  'The mail server took it: {}': 'Der Mailserver hat sie angenommen: {1}',
  'The mail server did not take it: {}': 'Der Mailserver hat sie nicht angenommen: {1}',
  'The mail server does not let us in: {}': 'Der Mailserver lässt uns nicht hinein: {1}',
  'No browser can be started: {}.': 'Es lässt sich kein Browser starten: {1}.',
  'there is no chromium, chromium-browser or google-chrome on the PATH; set CHROMIUM_PATH':
    'chromium, chromium-browser und google-chrome fehlen im PATH; CHROMIUM_PATH setzen',
  '{}; the portal has changed.': '{1}; das Portal hat sich geändert.',
  '{} finds nothing, or more than one': '{1} findet nichts oder mehr als eines',
  'The portal says: {}': 'Das Portal sagt: {1}',
  'The portal asks to sign in again.': 'Das Portal verlangt eine neue Anmeldung.',
  'The portal still asks to sign in after name and password were typed.':
    'Das Portal verlangt die Anmeldung, obwohl Name und Passwort eingegeben waren.',
  'The portal answered {}.': 'Das Portal hat mit {1} geantwortet.',
  'The portal could not be reached, or broke off.': 'Das Portal war nicht zu erreichen oder brach ab.',
  'The portal could not be used: {}': 'Das Portal war nicht zu benutzen: {1}',
  'The run took too long, or its browser was ended.': 'Der Lauf dauerte zu lange, oder sein Browser wurde beendet.',
  'After {} the portal showed neither success nor refusal.': 'Nach {1} zeigte das Portal weder Erfolg noch Ablehnung.',
  'The portal shows success and the opposite at once.': 'Das Portal zeigt Erfolg und das Gegenteil zugleich.',
  'The portal lists it: {}': 'Das Portal führt sie auf: {1}',
  'The portal does not list it.': 'Das Portal führt sie nicht auf.',
  'Ready; it is the commit step and was not done.': 'Bereit; dieser Schritt übermittelt und wurde nicht getan.',
  'Left out: it is optional, and its element did not come.':
    'Ausgelassen: Er ist freiwillig, und sein Element kam nicht.',
  'exactly one step must say "commit": true; {} do': 'genau ein Schritt muss übermitteln; es sind {1}',
  'is no valid regular expression': 'ist kein gültiger regulärer Ausdruck',
  'matches even an empty page, so it proves nothing': 'passt auch auf eine leere Seite und beweist so nichts',
  'There is no reading yet; 0 stands for it.': 'Es gibt noch keine Ablesung; 0 steht dafür.',
  'The newest reading of {} for {} {}: {} {}': 'Die neueste Ablesung von {1} für {2} {3}: {4} {5}',
  'was refused ({})': 'wurde abgelehnt ({1})',
  'could not be handed over': 'ließ sich nicht übergeben',
  'See GET /utility/submissions/{}; correct the reading and push it anew, or resolve the submission.':
    'Die Ablesung korrigieren und neu übermitteln, oder die Übermittlung abschließen.',
  'The value to type is {}, {}{}.': 'Einzutragen ist {1}.',
  'Then decide with POST /utility/submissions/{}/resolve or …/retry.': '',
}
