import assert from 'node:assert/strict';
import Anthropic from '@anthropic-ai/sdk';
import { apiKey, base, model, pixel, run, sees } from './scenarios.mjs';

const client = new Anthropic({ baseURL: base, apiKey, maxRetries: 0 });
const tools = [
  { name: 'weather', description: 'Tells the weather.', input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } },
  { name: 'clock', description: 'Tells the time.', input_schema: { type: 'object', properties: {} } },
];
const ask = (text, more = {}) => ({ model, max_tokens: 2048, messages: [{ role: 'user', content: text }], ...more });
const text = (message) => message.content.filter((block) => block.type === 'text').map((block) => block.text).join('');

async function roundTrip(send) {
  const question = { role: 'user', content: '[[tool weather {"city":"Łódź"}]] [[tool clock {}]]' };
  const first = await send({ model, max_tokens: 2048, tools, messages: [question] });
  assert.equal(first.stop_reason, 'tool_use');
  const calls = first.content.filter((block) => block.type === 'tool_use');
  assert.deepEqual(calls.map((call) => [call.name, call.input]), [['weather', { city: 'Łódź' }], ['clock', {}]]);
  const results = {
    role: 'user',
    content: [
      { type: 'tool_result', tool_use_id: calls[0].id, content: 'rain' },
      { type: 'tool_result', tool_use_id: calls[1].id, content: [{ type: 'text', text: 'noon' }] },
    ],
  };
  const second = await send({ model, max_tokens: 2048, tools, messages: [question, { role: 'assistant', content: first.content }, results] });
  assert.equal(text(second), 'The tool said: rain | noon');
  assert.equal(second.stop_reason, 'end_turn');
}

await run({
  async text() {
    const message = await client.messages.create(ask('[[say Grüße, 世界 🐎]]', { system: 'Be brief.' }));
    assert.equal(text(message), 'Grüße, 世界 🐎');
    assert.equal(message.role, 'assistant');
    assert.equal(message.stop_reason, 'end_turn');
    assert.deepEqual([message.usage.input_tokens, message.usage.cache_read_input_tokens, message.usage.output_tokens], [20, 5, 12]);
  },
  async stream() {
    const stream = client.messages.stream(ask('[[say Grüße, 世界 🐎]]'));
    let shown = '';
    stream.on('text', (delta) => { shown += delta; });
    const message = await stream.finalMessage();
    assert.equal(shown, 'Grüße, 世界 🐎');
    assert.equal(text(message), shown);
    assert.equal(message.usage.output_tokens, 12);
  },
  tools: () => roundTrip((body) => client.messages.create(body)),
  streamedTools: () => roundTrip((body) => client.messages.stream(body).finalMessage()),
  async forcedTool() {
    const message = await client.messages.create(ask('[[tool clock {}]]', { tools, tool_choice: { type: 'tool', name: 'clock' } }));
    assert.equal(message.content.at(-1).name, 'clock');
  },
  async thinking() {
    const body = ask('[[think]] [[say done]]', { max_tokens: 4096, thinking: { type: 'enabled', budget_tokens: 1024 } });
    for (const message of [await client.messages.create(body), await client.messages.stream(body).finalMessage()]) {
      assert.deepEqual(message.content.map((block) => block.type), ['thinking', 'text']);
      assert.match(message.content[0].thinking, /Let me give one/);
      const next = await client.messages.create({
        ...body,
        messages: [...body.messages, { role: 'assistant', content: message.content }, { role: 'user', content: '[[say again]]' }],
      });
      assert.equal(text(next), 'again');
    }
  },
  async image() {
    const message = await client.messages.create(ask([
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: pixel } },
      { type: 'text', text: 'What is it?' },
    ]));
    assert.equal(text(message), sees);
  },
  async imageFromATool() {
    const message = await client.messages.create({
      model,
      max_tokens: 2048,
      tools,
      messages: [
        { role: 'user', content: 'Show me.' },
        { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_7', name: 'clock', input: {} }] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_7', content: [
          { type: 'text', text: 'a clock' },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: pixel } },
        ] }] },
      ],
    });
    assert.match(text(message), /^The tool said: a clock.*image\/png 70$/s);
  },
  async structuredOutput() {
    const schema = { type: 'object', properties: { city: { type: 'string' }, people: { type: 'integer' } }, required: ['city', 'people'], additionalProperties: false };
    const message = await client.messages.create(ask('Name a city.', { output_config: { format: { type: 'json_schema', schema } } }));
    assert.deepEqual(JSON.parse(text(message)), { city: 'Paris', people: 7 });
  },
  async errors() {
    for (const [status, kind] of [[400, Anthropic.BadRequestError], [429, Anthropic.RateLimitError], [500, Anthropic.InternalServerError]]) {
      await assert.rejects(client.messages.create(ask(`[[error ${status}]]`)), (problem) => {
        assert.ok(problem instanceof kind, `${status} became ${problem?.constructor?.name}: ${problem?.message}`);
        assert.equal(problem.error.type, 'error');
        assert.ok(problem.requestID, 'an error names its request');
        return true;
      });
    }
    await assert.rejects(client.messages.create(ask('x', { model: 'no-such-model' })), Anthropic.NotFoundError);
  },
  async brokenStream() {
    await assert.rejects(client.messages.stream(ask('[[break]] [[say one two three four five six]]')).finalMessage());
  },
  async abort() {
    const stream = client.messages.stream(ask('[[slow]]'));
    let deltas = 0;
    stream.on('text', () => { if (++deltas === 3) stream.abort(); });
    await assert.rejects(stream.finalMessage(), Anthropic.APIUserAbortError);
  },
  async countTokens() {
    const count = await client.messages.countTokens({ model, messages: [{ role: 'user', content: 'Hello, world' }] });
    assert.ok(count.input_tokens > 0);
  },
  async models() {
    const seen = [];
    for await (const entry of client.models.list()) seen.push(entry.id);
    assert.ok(seen.includes(model), `${seen} holds ${model}`);
    assert.equal((await client.models.retrieve(model)).id, model);
  },
});
