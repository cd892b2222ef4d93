// One reader of the event stream.
using System.Net.ServerSentEvents;
using System.Threading.Channels;

namespace Weir.Admin.Events;

/// <summary>What it waits on, and which kinds it asked for.</summary>
internal sealed record Subscriber(Channel<SseItem<string>> Events, EventKinds Kinds);
