import type { PackFile } from './pack.schema.ts';
import { hint } from './problem.ts';
import type { ReadPack } from './read.pack.ts';

/**
 * What must hold of the packs of an installation together (政策包之间): which versions there are and whose, what extends what, and that
 * each place has one pack, beneath that of the place around it.
 */
export function checkPlaces(parsed: readonly ReadPack[]): void {
  checkVersions(parsed);
  checkOwners(parsed);
  const sound = checkLineage(parsed);
  checkDivisions(parsed.filter(({ file }) => sound.has(file.pack)));
}

function checkVersions(parsed: readonly ReadPack[]): void {
  const versions = new Set(parsed.map(({ file }) => `${file.pack}@${file.effective}`));
  const seen = new Map<string, string>();
  for (const { path, file, report } of parsed) {
    const version = `${file.pack}@${file.effective}`;
    const other = seen.get(version);
    if (other !== undefined) {
      report(
        ['effective'],
        `${version} 有两个文件，另一个是 ${other}：删去一个，或改生效日期。`,
        `there are two files of ${version}, the other is ${other}: delete one, or change the date`,
      );
    }
    seen.set(version, path);
    if (file.amends === undefined) continue;
    if (file.amends >= file.effective) {
      report(['amends'], '只能修改生效日期更早的版本。', 'a version amends an earlier one');
    } else if (!versions.has(`${file.pack}@${file.amends}`)) {
      const dates = parsed.filter((other) => other.file.pack === file.pack).map((other) => other.file.effective);
      const list = dates.filter((date) => date < file.effective).join(', ') || '—';
      report(
        ['amends'],
        `没有 ${file.pack}@${file.amends} 这一版本；更早的版本有：${list}。`,
        `there is no ${file.pack}@${file.amends}; earlier versions: ${list}`,
      );
    }
  }
}

/**
 * A pack is one folder’s, and its versions are of one place beneath one pack: another’s file may not pass for a version of it, and
 * what governs a place does not change its place.
 */
function checkOwners(parsed: readonly ReadPack[]): void {
  const first = new Map<string, ReadPack>();
  for (const one of parsed) {
    const { path, file, report } = one;
    const own = first.get(file.pack);
    if (!own) {
      first.set(file.pack, one);
      continue;
    }
    if (folderOf(path) !== folderOf(own.path)) {
      report(
        ['pack'],
        `政策包名“${file.pack}”已由 ${own.path} 使用：请换一个名称；若是它的新版本，请放进同一文件夹。`,
        `the name "${file.pack}" is taken by ${own.path}: choose another, or put a new version into that folder`,
      );
      continue;
    }
    if (file.division !== own.file.division) {
      report(
        ['division'],
        `同一政策包的各版本须属同一区划：${own.path} 为“${own.file.division}”。`,
        `the versions of a pack are of one division: it is "${own.file.division}" in ${own.path}`,
      );
    }
    if (file.amends === undefined && file.extends !== own.file.extends) {
      report(
        ['extends'],
        `同一政策包的各版本须有同一上级：${own.path} 为“${own.file.extends ?? '（无）'}”。`,
        `the versions of a pack extend the same: it is "${own.file.extends ?? '(none)'}" in ${own.path}`,
      );
    }
  }
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/'), path.lastIndexOf('\\')));
}

/** Returns the packs whose line goes up to a root, with a rule of eligibility on the way. */
function checkLineage(parsed: readonly ReadPack[]): ReadonlySet<string> {
  const whole = parsed.filter(({ file }) => file.amends === undefined);
  const parents = new Map(whole.map(({ file }) => [file.pack, file.extends]));
  const withEligibility = new Set(parsed.filter(({ file }) => file.eligibility).map(({ file }) => file.pack));
  const sound = new Set(parsed.map(({ file }) => file.pack));
  for (const { file, report } of parsed) {
    const seen = new Set([file.pack]);
    let eligible = withEligibility.has(file.pack);
    for (let next = file.extends ?? parents.get(file.pack); next !== undefined; next = parents.get(next)) {
      const circle = seen.has(next);
      if (circle) {
        const line = [...seen, next].join(' → ');
        report(['extends'], `“${file.pack}”以自己为上级：${line}。`, `"${file.pack}" extends itself: ${line}`);
      } else if (!parents.has(next)) {
        const near = hint(next, parents.keys());
        report(['extends'], `没有政策包“${next}”。${near.zh}`, `there is no pack "${next}"${near.en}`);
      }
      if (circle || !parents.has(next)) {
        sound.delete(file.pack);
        eligible = true;
        break;
      }
      seen.add(next);
      eligible ||= withEligibility.has(next);
    }
    if (eligible) continue;
    sound.delete(file.pack);
    report(
      ['pack'],
      '须有适用对象 eligibility：自己写，或用 extends 沿用上级的。',
      'needs an eligibility rule, its own or inherited',
    );
  }
  return sound;
}

function checkDivisions(parsed: readonly ReadPack[]): void {
  const divisions = new Map(parsed.map(({ file }) => [file.pack, file.division]));
  const owners = new Map<string, ReadPack>();
  for (const one of parsed) {
    const { file, report } = one;
    const { pack, division } = file;
    const owner = owners.get(division);
    if (owner && owner.file.pack !== pack) {
      report(
        ['division'],
        `区划“${division}”已有政策包“${owner.file.pack}”（${owner.path}）：一个区划只能有一个政策包。`,
        `division "${division}" has a pack already, "${owner.file.pack}" (${owner.path}): one division, one pack`,
      );
    }
    if (!owner) owners.set(division, one);
    const above = file.extends === undefined ? undefined : divisions.get(file.extends);
    if (above !== undefined && !division.startsWith(above)) {
      report(
        ['division'],
        `区划“${division}”不在上级政策包“${file.extends}”的区划“${above}”之内：改区划，或改 extends。`,
        `division "${division}" does not lie in "${above}", that of "${file.extends}": change it, or what it extends`,
      );
    }
    checkExclusions(file, one.report);
  }
}

/** What a definition leaves out lies in the place whose definition it is. */
function checkExclusions({ division, eligibility }: PackFile, report: ReadPack['report']): void {
  eligibility?.exclusions.forEach(({ divisions }, n) => {
    divisions.forEach((code, m) => {
      if (code.startsWith(division)) return;
      report(
        ['eligibility', 'exclusions', n, 'divisions', m],
        `区划“${code}”不在本政策包的区划“${division}”之内。`,
        `division "${code}" does not lie in "${division}", that of the pack`,
      );
    });
  });
}
