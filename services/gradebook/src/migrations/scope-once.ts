import { migration } from '@zhurnal/kit/migrate'

/**
 * Row-level security reads the schools of the transaction once a statement, not once a row: a dense page of 900 marks
 * spent more time on taking that list apart than on reading the marks. The rule itself stays what it was.
 */
export const scopeOnce = migration(
  'ScopeOnce1795449600030',
  `
  do $$
  declare
    one record;
    mine text := 'school_id = any((select string_to_array(nullif(current_setting(''app.schools'', true), ''''), '','')::uuid[])::uuid[])';
  begin
    for one in select tablename, policyname from pg_policies
      where schemaname = 'public' and policyname = tablename || '_app' and qual like '%app.schools%' and qual like '%school_id = ANY%'
    loop
      execute format('alter policy %I on %I using (%s) with check (%s)', one.policyname, one.tablename, mine, mine);
    end loop;
  end $$;
  `,
)
