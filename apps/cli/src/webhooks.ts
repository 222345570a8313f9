import { Command } from 'commander';
import { targetRules, type WebhookAdmin, webhookAdmin } from '#runtime';
import { readConfig } from '#service';
import { type Opened, withDatabase } from './opened.ts';

/** `jieli webhooks …`: agencies' own systems that are told of changes. */
export function webhooksCommand(): Command {
  const webhooks = new Command('webhooks').description(
    '推送：变动告知各机构自己的系统（docs/webhooks.md）。Webhooks: agencies’ own systems that are told of changes.',
  );
  webhooks
    .command('list')
    .description('列出订阅。List the subscriptions.')
    .action(() => withDatabase(list));
  webhooks
    .command('add')
    .description('登记订阅，密钥只显示这一次。Add a subscription; its secret is shown this once.')
    .argument('<agency>', '机构代码。Id of the agency, such as psb-441502')
    .argument('<url>', 'https 地址。Its https address')
    .action((agency: string, url: string) => withDatabase((database) => add(database, agency, url)));
  webhooks
    .command('rotate')
    .description('增发密钥；已有两把时替换较早的一把。Give it another key; where it has two, the older is replaced.')
    .argument('<subscription>', '见 list。As list shows it')
    .action((id: string) => withDatabase((database) => rotate(database, id)));
  webhooks
    .command('remove')
    .description('撤销订阅，尚未送出的不再送。Take a subscription away; what waits for it is not sent.')
    .argument('<subscription>', '见 list。As list shows it')
    .action((id: string) => withDatabase((database) => remove(database, id)));
  webhooks
    .command('parked')
    .description('列出多次送不出而停放的推送。List deliveries that were given up; those behind them wait.')
    .action(() => withDatabase(parked));
  webhooks
    .command('replay')
    .description('重新推送停放的。Send parked deliveries again.')
    .argument('[delivery...]', '见 parked；不填为全部。As parked lists them; all unless told')
    .action((ids: string[]) => withDatabase((database) => replay(database, ids)));
  return webhooks;
}

function admin({ webhooks, vault, directory, host }: Opened): WebhookAdmin {
  const targets = targetRules(readConfig(process.env).webhookNetworks);
  return webhookAdmin({ store: webhooks, targets, vault, directory, host });
}

async function list({ webhooks }: Opened): Promise<void> {
  const all = await webhooks.subscriptions();
  for (const { id, agency, url, keys } of all) {
    console.log([id, agency, url, keys.map((key) => key.id).join(',')].join('\t'));
  }
  console.log(`${all.length} 个订阅。${all.length} subscriptions.`);
}

async function add(database: Opened, agency: string, url: string): Promise<void> {
  const { subscription, key } = await admin(database).add(agency, url);
  console.log(`subscription\t${subscription.id}`);
  tell(key);
}

async function rotate(database: Opened, id: string): Promise<void> {
  tell(await admin(database).rotate(id));
}

function tell(key: { readonly id: string; readonly secret: string }): void {
  console.log(`key\t${key.id}\nsecret\t${key.secret}`);
}

async function remove(database: Opened, id: string): Promise<void> {
  await admin(database).remove(id);
  console.log('已撤销。Removed.');
}

async function parked({ webhooks }: Opened): Promise<void> {
  const all = await webhooks.parked();
  for (const { id, subscription, owner, attempts, error } of all) {
    console.log([id, subscription, owner, attempts, error].join('\t'));
  }
  console.log(`${all.length} 个停放。${all.length} parked.`);
}

async function replay({ webhooks }: Opened, ids: readonly string[]): Promise<void> {
  const again = await webhooks.replay(ids.length > 0 ? ids : undefined);
  console.log(`${again} 个将重新推送。${again} will be sent again.`);
  if (again < ids.length) process.exitCode = 1;
}
