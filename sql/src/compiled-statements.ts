/** What SQLite made of an SQL text: it can be run again and again. */
type Statement = object;

interface Compiling {
  prepare(sql: string): Statement;
}

/** Statements kept; when there are more all are compiled anew, as texts with lists of any length are without number. */
const MAX_STATEMENTS = 500;

/**
 * Lets a connection keep what it has compiled, for the same few statements come with every call. SQLite itself compiles
 * them again when a table has changed.
 */
export function keepCompiled(connection: Compiling): void {
  const compile = connection.prepare.bind(connection);
  const compiled = new Map<string, Statement>();
  connection.prepare = (sql) => {
    const known = compiled.get(sql);
    if (known !== undefined) return known;
    const statement = compile(sql);
    if (compiled.size >= MAX_STATEMENTS) compiled.clear();
    compiled.set(sql, statement);
    return statement;
  };
}
