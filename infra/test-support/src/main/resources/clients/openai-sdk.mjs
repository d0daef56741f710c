import assert from 'node:assert/strict';
import OpenAI from 'openai';
import { zodResponseFormat, zodTextFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { apiKey, base, model, pixel, run, sees, upstream } from './scenarios.mjs';

const client = new OpenAI({ baseURL: `${base}/v1`, apiKey, maxRetries: 0 });
const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false };
const clock = { type: 'object', properties: {}, additionalProperties: false };
const chatTools = [
  { type: 'function', function: { name: 'weather', description: 'Tells the weather.', parameters } },
  { type: 'function', function: { name: 'clock', description: 'Tells the time.', parameters: clock } },
];
const tools = [
  { type: 'function', name: 'weather', description: 'Tells the weather.', parameters, strict: true },
  { type: 'function', name: 'clock', description: 'Tells the time.', parameters: clock, strict: true },
];
const twoCalls = '[[tool weather {"city":"Łódź"}]] [[tool clock {}]]';
const City = z.object({ city: z.string(), people: z.number() });
const ask = (content, more = {}) => ({ model, messages: [{ role: 'system', content: 'Be brief.' }, { role: 'user', content }], ...more });
const chat = (body) => client.chat.completions.create(body);
const chatStream = (body) => client.chat.completions.stream({ ...body, stream_options: { include_usage: true } });

async function chatRoundTrip(send) {
  const question = { role: 'user', content: twoCalls };
  const first = (await send({ model, tools: chatTools, messages: [question] })).choices[0];
  assert.equal(first.finish_reason, 'tool_calls');
  const calls = first.message.tool_calls;
  assert.deepEqual(calls.map((call) => [call.function.name, JSON.parse(call.function.arguments)]), [['weather', { city: 'Łódź' }], ['clock', {}]]);
  const second = await send({
    model,
    tools: chatTools,
    messages: [
      question,
      first.message,
      { role: 'tool', tool_call_id: calls[0].id, content: 'rain' },
      { role: 'tool', tool_call_id: calls[1].id, content: 'noon' },
    ],
  });
  assert.equal(second.choices[0].message.content, 'The tool said: rain | noon');
}

async function responsesRoundTrip(send, more = {}) {
  const question = { role: 'user', content: twoCalls + (more.reasoning ? ' [[think]]' : '') };
  const first = await send({ model, tools, store: false, input: [question], ...more });
  const calls = first.output.filter((item) => item.type === 'function_call');
  assert.deepEqual(calls.map((call) => [call.name, JSON.parse(call.arguments)]), [['weather', { city: 'Łódź' }], ['clock', {}]]);
  if (more.reasoning) {
    const thought = first.output.find((item) => item.type === 'reasoning');
    assert.ok(thought, 'reasoning is shown');
    // Chat has nothing that could be sealed into it.
    assert.ok(thought.encrypted_content || upstream === 'openai', 'reasoning can be handed back');
  }
  const second = await send({
    model,
    tools,
    store: false,
    input: [
      question,
      ...first.output,
      { type: 'function_call_output', call_id: calls[0].call_id, output: 'rain' },
      { type: 'function_call_output', call_id: calls[1].call_id, output: 'noon' },
    ],
    ...more,
  });
  assert.equal(second.output_text, 'The tool said: rain | noon');
}

async function responseStream(body) {
  return client.responses.stream(body).finalResponse();
}

await run({
  async text() {
    const answer = await chat(ask('[[say Grüße, 世界 🐎]]'));
    assert.equal(answer.choices[0].message.content, 'Grüße, 世界 🐎');
    assert.equal(answer.choices[0].finish_reason, 'stop');
    assert.deepEqual([answer.usage.prompt_tokens, answer.usage.prompt_tokens_details.cached_tokens, answer.usage.completion_tokens, answer.usage.total_tokens], [25, 5, 12, 37]);
  },
  async stream() {
    const stream = chatStream(ask('[[say Grüße, 世界 🐎]]'));
    let shown = '';
    stream.on('content', (delta) => { shown += delta; });
    const answer = await stream.finalChatCompletion();
    assert.equal(shown, 'Grüße, 世界 🐎');
    assert.equal(answer.choices[0].message.content, shown);
    assert.equal((await stream.totalUsage()).completion_tokens, 12);
  },
  tools: () => chatRoundTrip(chat),
  streamedTools: () => chatRoundTrip((body) => chatStream(body).finalChatCompletion()),
  async forcedTool() {
    const answer = await chat(ask('[[tool clock {}]]', { tools: chatTools, tool_choice: { type: 'function', function: { name: 'clock' } }, parallel_tool_calls: false }));
    assert.equal(answer.choices[0].message.tool_calls[0].function.name, 'clock');
  },
  async thinking() {
    const answer = await chat(ask('[[think]] [[say done]]', { reasoning_effort: 'low', max_completion_tokens: 4096 }));
    assert.equal(answer.choices[0].message.content, 'done');
    assert.match(answer.choices[0].message.reasoning_content, /Let me give one/);
  },
  async image() {
    const answer = await chat(ask([{ type: 'text', text: 'What is it?' }, { type: 'image_url', image_url: { url: `data:image/png;base64,${pixel}` } }]));
    assert.equal(answer.choices[0].message.content, sees);
  },
  async structuredOutput() {
    const answer = await client.chat.completions.parse(ask('Name a city.', { response_format: zodResponseFormat(City, 'city') }));
    assert.deepEqual(answer.choices[0].message.parsed, { city: 'Paris', people: 7 });
  },
  async errors() {
    for (const [status, kind] of [[400, OpenAI.BadRequestError], [429, OpenAI.RateLimitError], [500, OpenAI.InternalServerError]]) {
      await assert.rejects(chat(ask(`[[error ${status}]]`)), (problem) => {
        assert.ok(problem instanceof kind, `${status} became ${problem?.constructor?.name}: ${problem?.message}`);
        assert.ok(problem.requestID, 'an error names its request');
        assert.ok(problem.error.message);
        return true;
      });
    }
    await assert.rejects(chat(ask('x', { model: 'no-such-model' })), OpenAI.NotFoundError);
  },
  async brokenStream() {
    await assert.rejects(chatStream(ask('[[break]] [[say one two three four five six]]')).finalChatCompletion());
  },
  async abort() {
    const stream = await client.chat.completions.create(ask('[[slow]]', { stream: true }));
    let chunks = 0;
    for await (const _ of stream) {
      if (++chunks === 3) stream.controller.abort();
    }
    assert.ok(chunks >= 3);
  },
  async responsesText() {
    const answer = await client.responses.create({ model, instructions: 'Be brief.', input: '[[say Grüße, 世界 🐎]]' });
    assert.equal(answer.output_text, 'Grüße, 世界 🐎');
    assert.equal(answer.status, 'completed');
    assert.deepEqual([answer.usage.input_tokens, answer.usage.input_tokens_details.cached_tokens, answer.usage.output_tokens], [25, 5, 12]);
  },
  async responsesStream() {
    const stream = client.responses.stream({ model, input: '[[say Grüße, 世界 🐎]]' });
    let shown = '';
    stream.on('response.output_text.delta', (event) => { shown += event.delta; });
    const answer = await stream.finalResponse();
    assert.equal(shown, 'Grüße, 世界 🐎');
    assert.equal(answer.output_text, shown);
  },
  responsesTools: () => responsesRoundTrip((body) => client.responses.create(body)),
  responsesStreamedTools: () => responsesRoundTrip(responseStream),
  responsesThinking: () => responsesRoundTrip((body) => client.responses.create(body), { reasoning: { effort: 'low', summary: 'auto' }, include: ['reasoning.encrypted_content'] }),
  responsesStreamedThinking: () => responsesRoundTrip(responseStream, { reasoning: { effort: 'low', summary: 'auto' }, include: ['reasoning.encrypted_content'] }),
  async responsesImage() {
    const answer = await client.responses.create({
      model,
      input: [{ role: 'user', content: [{ type: 'input_text', text: 'What is it?' }, { type: 'input_image', detail: 'auto', image_url: `data:image/png;base64,${pixel}` }] }],
    });
    assert.equal(answer.output_text, sees);
  },
  async responsesStructuredOutput() {
    const answer = await client.responses.parse({ model, input: 'Name a city.', text: { format: zodTextFormat(City, 'city') } });
    assert.deepEqual(answer.output_parsed, { city: 'Paris', people: 7 });
  },
  async responsesErrors() {
    await assert.rejects(client.responses.create({ model, input: '[[error 400]]' }), OpenAI.BadRequestError);
    await assert.rejects(client.responses.create({ model, input: 'x', previous_response_id: 'resp_1' }), (problem) => {
      assert.ok(problem instanceof OpenAI.BadRequestError);
      assert.match(problem.message, /previous_response_id/);
      return true;
    });
  },
  async responsesBrokenStream() {
    let failure;
    try {
      const stream = await client.responses.create({ model, input: '[[break]] [[say one two three four five six]]', stream: true });
      for await (const event of stream) {
        assert.notEqual(event.type, 'response.completed');
        if (event.type === 'response.failed' || event.type === 'error') failure = event;
      }
    } catch (problem) {
      failure = problem;
    }
    assert.ok(failure, 'a broken stream is told');
  },
  async embeddings() {
    // Without an encoding the SDK asks for base64 and reads nothing else.
    if (process.env.EMBEDDINGS !== 'yes') return;
    const answer = await client.embeddings.create({ model, input: 'Hello' });
    assert.deepEqual([...answer.data[0].embedding], [0.5, -1, 2]);
    assert.equal(answer.usage.prompt_tokens, 3);
  },
  async models() {
    const seen = [];
    for await (const entry of client.models.list()) seen.push(entry.id);
    assert.ok(seen.includes(model), `${seen} holds ${model}`);
    assert.equal((await client.models.retrieve(model)).object, 'model');
  },
});
