/** What a person finds on opening a snapshot in 25 years, without this program and without its makers. */
import type { BagInfo } from './bag.js'

export function russianReadme(info: BagInfo): string {
  return `${info.organization}
${info.title}
Снимок сделан ${info.takenAt.toISOString()} (всемирное время), номер ${info.identifier}

ЧТО ЭТО
Архивный снимок электронного классного журнала. Все файлы читаются без особых программ:
.txt, .ndjson и .json — текст в кодировке UTF-8; .pdf — страницы журнала (PDF/A-3b).

ЧТО ГДЕ ЛЕЖИТ
  data/ledgers/NAME.pdf        классный журнал в бумажном виде; внутри приложен файл journal.json
  data/ledgers/NAME.json       те же сведения для программ, байт в байт как в приложении
  data/log/gradebook.ndjson    журнал записей: каждая отметка, пропуск и исправление, по строке на запись
  data/log/roster.ndjson       записи о людях и классах
  data/log/schedule.ndjson     записи о расписании и заменах
  data/checkpoints/*.note      контрольные отметки: сколько записей и каков их общий хеш, с подписью
  data/keys/*.vkey             открытые ключи, которыми проверяются контрольные отметки
  data/keys/signer.pem         сертификат, которым подписан снимок
  data/...                     остальные файлы .ndjson: по строке (объект JSON) на каждую строку таблицы
  manifest-sha256.txt, -sha512 хеш каждого файла из data/
  tagmanifest-sha256.txt, -sha512   хеши самих описей
  tagmanifest-sha256.txt.p7s   электронная подпись (CMS, RFC 5652) под tagmanifest-sha256.txt
Папка устроена по правилам BagIt 1.0 (RFC 8493).

КАК ПРОВЕРИТЬ, ЧТО НИЧЕГО НЕ ИЗМЕНЕНО
Команды выполняются в папке, где лежит bagit.txt.
1. Файлы:        sha256sum --check manifest-sha256.txt
2. Описи:        sha256sum --check tagmanifest-sha256.txt
3. Подпись:      openssl cms -verify -binary -inform DER -noverify \\
                   -in tagmanifest-sha256.txt.p7s -content tagmanifest-sha256.txt -out /dev/null
   Чей это сертификат: openssl x509 -in data/keys/signer.pem -noout -subject -fingerprint -sha256
   Отпечаток сравните с тем, что хранится в школе на бумаге.
4. Журнал записей. Строка файла data/log/gradebook.ndjson — объект: seq (номер с 0), entryId, leaf (содержание
   записи в base64), leafHash, texts (пояснения, если есть). Общий хеш (корень) считается так (RFC 6962):
     хеш записи  = SHA-256(байт 00, затем содержание записи)
     хеш пары    = SHA-256(байт 01, затем левый хеш, затем правый хеш)
     корень списка из n хешей: если n = 1, это сам хеш; иначе список делится после k первых, где k — наибольшая
     степень двойки, меньшая n, и берётся хеш пары из корней двух частей. Корень пустого списка — SHA-256 от пустоты.
   Пояснение из texts проверяется так: SHA-256(salt, затем text) должен стоять в записи под тем же именем; стёртое
   пояснение отсутствует, а его хеш в записи остаётся.
   На языке Python:
     import sys, json, base64, hashlib
     H = lambda b: hashlib.sha256(b).digest()
     L = [H(b'\\0' + base64.b64decode(json.loads(s)['leaf'])) for s in open(sys.argv[1], encoding='utf-8')]
     def root(a):
         if len(a) < 2: return a[0] if a else H(b'')
         k = 1
         while k * 2 < len(a): k *= 2
         return H(b'\\1' + root(a[:k]) + root(a[k:]))
     print(len(L), base64.b64encode(root(L)).decode())
   Две последние величины должны совпасть со второй и третьей строкой файла data/checkpoints/gradebook.note.
5. Подпись контрольной отметки: Ed25519 под текстом до пустой строки (вместе с последним переводом строки).
   В строке «— имя base64» первые 4 байта — номер ключа, остальные 64 — подпись. Открытый ключ — последние 32 байта
   из base64 в файле .vkey.
6. На титульном листе каждого классного журнала стоят число записей N, корень и хеш сведений. Корень первых N строк
   журнала записей должен быть тем же, а хеш сведений — это SHA-256 файла NAME.json; его первые 8 знаков стоят внизу
   каждой страницы.
Те же проверки одной командой делает программа «Журнал»: npm run verify -- ПАПКА
`
}

export function englishReadme(info: BagInfo): string {
  return `${info.organization}
${info.title}
Taken at ${info.takenAt.toISOString()} (UTC), number ${info.identifier}

WHAT THIS IS
An archived snapshot of a school's class journal. Everything can be read without special programs:
.txt, .ndjson and .json are UTF-8 text; .pdf are the pages of the journal (PDF/A-3b).

WHAT LIES WHERE
  data/ledgers/NAME.pdf        a class journal in its paper form; the file journal.json is attached inside
  data/ledgers/NAME.json       the same data for programs, byte for byte as attached
  data/log/gradebook.ndjson    the log: every mark, absence and correction, one line an entry
  data/log/roster.ndjson       entries about people and classes
  data/log/schedule.ndjson     entries about the timetable and substitutions
  data/checkpoints/*.note      checkpoints: number of entries and their common hash, signed (C2SP signed note)
  data/keys/*.vkey             public keys to check the checkpoints with (C2SP verifier key)
  data/keys/signer.pem         the certificate that the snapshot is signed with
  data/...                     further .ndjson files: one line (a JSON object) for each row of a table
  manifest-sha256.txt, -sha512 hash of each file in data/
  tagmanifest-sha256.txt, -sha512   hashes of the manifests
  tagmanifest-sha256.txt.p7s   signature (CMS, RFC 5652) over tagmanifest-sha256.txt
The folder follows BagIt 1.0 (RFC 8493).

HOW TO CHECK THAT NOTHING WAS CHANGED
Run these in the folder that holds bagit.txt.
1. Files:        sha256sum --check manifest-sha256.txt
2. Manifests:    sha256sum --check tagmanifest-sha256.txt
3. Signature:    openssl cms -verify -binary -inform DER -noverify \\
                   -in tagmanifest-sha256.txt.p7s -content tagmanifest-sha256.txt -out /dev/null
   Whose certificate: openssl x509 -in data/keys/signer.pem -noout -subject -fingerprint -sha256
   Compare the fingerprint with the one that the school keeps on paper.
4. The log. A line of data/log/gradebook.ndjson is an object: seq (from 0), entryId, leaf (the entry in base64),
   leafHash, texts (explanations, if any). The common hash (root) is made so (RFC 6962):
     hash of an entry = SHA-256(byte 00, then the entry)
     hash of a pair   = SHA-256(byte 01, then the left hash, then the right hash)
     root of a list of n hashes: for n = 1 the hash itself; else split after the first k, the largest power of two
     below n, and take the hash of the pair of both parts' roots. The root of no hashes is SHA-256 of nothing.
   An explanation in texts: SHA-256(salt, then text) must stand in the entry under the same name; where an explanation
   was erased, its hash stays in the entry.
   A program of ten lines for it stands in README.ru.txt. Number and root must equal lines 2 and 3 of
   data/checkpoints/gradebook.note.
5. Signature of a checkpoint: Ed25519 over the text before the empty line, its last line feed included. In the line
   "— name base64" the first 4 bytes are the key's id, the other 64 the signature. The public key is the last 32
   bytes of the base64 in the .vkey file.
6. The title page of each class journal bears a number of entries N, a root, and a hash of its data. The root of the
   first N lines of the log must be the same; the hash is the SHA-256 of NAME.json, and its first 8 digits stand at the
   foot of each page.
The program does all of this by: npm run verify -- FOLDER
`
}
