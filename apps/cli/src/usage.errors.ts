/** What commander says of a command line that is wrong, by its beginning, and the same in Chinese. */
const SAID: readonly (readonly [RegExp, (...parts: readonly string[]) => string])[] = [
  [/^error: unknown command '(.*?)'/, (name) => `没有命令“${name}”。`],
  [/^error: unknown option '(.*?)'/, (name) => `没有选项“${name}”。`],
  [/^error: missing required argument '(.*?)'/, (name) => `缺少参数 <${name}>。`],
  [/^error: required option '(.*?)' not specified/, (flags) => `缺少选项 ${flags}。`],
  [/^error: option '(.*?)' argument missing/, (flags) => `选项 ${flags} 缺少取值。`],
  [/^error: too many arguments/, () => '参数过多。'],
  [/^error: option '(.*?)' argument '(.*?)' is invalid/, (flags, value) => `选项 ${flags} 的取值“${value}”无效。`],
  [/^error: command-argument value '(.*?)' is invalid/, (value) => `参数“${value}”无效。`],
];

/** A mistake on the command line, in both languages (用法错误). What has no Chinese here is told as it is. */
export function bilingual(said: string): string {
  for (const [pattern, inChinese] of SAID) {
    const [whole, ...parts] = pattern.exec(said) ?? [];
    if (whole !== undefined)
      return `${inChinese(...parts)}${said.replace(/^error: (.)/, (_, first) => first.toUpperCase())}`;
  }
  return said;
}
