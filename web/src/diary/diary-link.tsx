import Link from 'next/link'

type Props = { readonly slug: string; readonly pupilId: string }

/** To a pupil's diary, for the class teacher and those in charge: they read and print it (3.2). */
export const DiaryLink = ({ slug, pupilId }: Props) => (
  <p className="small">
    <Link href={`/${slug}/diary?child=${pupilId}`}>Дневник</Link>
  </p>
)
