/**
 * True for what the published lists of leaked passwords begin with: a common word with digits or signs around it, letters
 * swapped for look-alikes, the same again, rows of the keyboard, counting, dates.
 */
export function isCommonPassword(password: string): boolean {
  const text = password.toLowerCase()
  return (
    new Set(text).size < 4 ||
    isWalk(text) ||
    isDate(text) ||
    [text, plain(text)].some((spelling) => isWordy(spelling) || isRepeated(spelling))
  )
}

/** One or two common words, with up to six digits or signs before or after. */
function isWordy(text: string): boolean {
  const core = text.replace(/^[\d\W_]{0,6}/, '').replace(/[\d\W_]{0,6}$/, '')
  if (core.length === 0 || words.has(core)) return true
  for (let cut = 3; cut <= core.length - 2; cut++)
    if (words.has(core.slice(0, cut)) && words.has(core.slice(cut).replace(/^[\d\W_]+/, ''))) return true
  return false
}

/** The same few characters again and again. */
function isRepeated(text: string): boolean {
  const [, unit = ''] = /^(.{1,6}?)\1+/.exec(text) ?? []
  return unit !== '' && text.replaceAll(unit, '').length <= 2
}

/** Neighbours on a keyboard or in the alphabet, in pieces of three or more. */
function isWalk(text: string): boolean {
  let at = 0
  while (at < text.length) {
    let length = 3
    const piece = () => text.slice(at, at + length)
    if (!isStep(piece()) || piece().length < 3) break
    while (at + length < text.length && rows.some((row) => row.includes(text.slice(at, at + length + 1)))) length++
    at += length
  }
  return text.length - at <= 2
}

const isStep = (piece: string) => rows.some((row) => row.includes(piece))
const isDate = (text: string) => /^\d{1,2}[./-]?\d{1,2}[./-]?(19|20)?\d\d$|^(19|20)\d\d[./-]?\d\d[./-]?\d\d$/.test(text)

const lookAlikes: Record<string, string> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
}
const plain = (text: string) => text.replace(/\d{2,}$/, '').replace(/[@431!0$57]/g, (sign) => lookAlikes[sign] ?? sign)

const forward = [
  '01234567890123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop[]',
  'qwertzuiop',
  'azertyuiop',
  'asdfghjkl;',
  'zxcvbnm,./',
  'yxcvbnm',
  '!@#$%^&*()_+',
  '1q2w3e4r5t6y7u8i9o0p',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik',
  'qazwsxedcrfvtgbyhnujm',
  'q1w2e3r4t5y6u7i8o9p0',
  '147258369',
  '741852963',
  '159753',
]
const rows = [...forward, ...forward.map((row) => [...row].reverse().join(''))]

const words: ReadonlySet<string> = new Set(
  `password passwort passwords passwd pass passw passwor parola parool contrasena motdepasse senha admin administrator
  adminadmin root toor user username guest test testing tester demo default changeme change letmein let me in login
  logon welcome hello hallo hola bonjour secret geheim private access enter open sesame master system server manager
  support service office company business computer internet network windows microsoft google facebook twitter linkedin
  linux ubuntu oracle mysql postgres database cisco dell lenovo samsung iphone apple android nokia sony qwerty qwertz
  azerty qwertyuiop asdf asdfgh asdfghjkl zxcvbn zxcvbnm qwe asd zxc qaz wsx abc abcd abcde abcdef abcdefg xyz aaa
  monkey dragon tiger lion eagle falcon hawk bear wolf panther shark dolphin horse kitty cat dog puppy buster bailey
  charlie max rocky molly ginger maggie pepper shadow smokey angel angels devil demon heaven jesus christ god faith
  bless love lover lovely loveme iloveyou ilove you luv sweet sweetheart sweety honey baby babygirl babyboy darling
  princess prince queen king kings knight ninja samurai pirate wizard merlin magic gandalf batman superman spiderman
  ironman hulk joker robin starwars startrek star wars trek matrix pokemon pikachu mario zelda minecraft fortnite
  roblox naruto dragonball yugioh football baseball basketball soccer hockey tennis golf golfer rugby cricket fussball
  futbol yankees lakers cowboys steelers redsox rangers arsenal chelsea liverpool barcelona realmadrid madrid juventus
  manchester united ronaldo messi jordan michael jennifer jessica ashley amanda daniel david joshua matthew andrew
  thomas robert richard william james john joseph george charles anthony martin peter paul mark steven brian kevin
  justin brandon nicole hannah samantha michelle melissa elizabeth sarah anna maria laura julia sophie emma olivia
  alex alexander alexandra nathan patrick victoria carlos diego antonio francisco fernando summer winter spring autumn
  fall sommer herbst fruehling monday tuesday wednesday thursday friday saturday sunday january february march april
  may june july august september october november december freedom liberty america american canada england london
  paris berlin germany deutschland france italia italy espana spain mexico brazil brasil india china japan russia
  moscow newyork york texas florida california chicago boston dallas houston phoenix denver sunshine rainbow flower
  rose lily daisy jasmine orange purple yellow green blue red black white silver golden gold diamond crystal ruby pearl
  cookie chocolate chocolat banana apples cherry peach strawberry coffee cheese pizza chicken sugar cola pepsi whiskey
  killer hunter ranger soldier warrior fighter trustno trustnoone trust no one nobody whatever nothing something
  everything forever always never today tomorrow yesterday happy lucky crazy funny cool sexy hot hottie playboy player
  fuckyou fuck you fuckoff shit bitch asshole pussy dick blowme biteme suck mustang corvette ferrari porsche mercedes
  bmw audi toyota honda harley yamaha suzuki camaro viper turbo racing guitar music metallica nirvana slipknot eminem
  blink beatles rockstar rock and roll money dollar dollars cash bitcoin crypto trading million billion family mother
  father brother sister mama papa mommy daddy friend friends friendship buddy school student teacher college university
  science history physics maths summer21 upfront status statuspage statuscast incident monitor monitoring ops devops
  sysadmin helpdesk temp temporary temppass newpass newpassword mypass mypassword mypw thepassword p455w0rd pw
  corona covid covid19 the my new old one two three this is it security secure unknown computer1 laptop desktop mobile`
    .split(/\s+/)
    .filter(Boolean),
)
