// A resolver whose answers the test sets, and a clock that stands until the test lets the next pause pass.
using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Weir.Discovery.Names;

namespace Weir.Tests.Discovery.Names;

internal sealed class FakeNames : INameSource
{
    private readonly Channel<(TimeSpan, TaskCompletionSource)> _delays = Channel.CreateUnbounded<(
        TimeSpan,
        TaskCompletionSource
    )>();
    private readonly ConcurrentQueue<string> _lookups = new();
    private TaskCompletionSource? _previous;

    public ConcurrentDictionary<string, string[]> Answers { get; } =
        new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A name that is never answered.</summary>
    public string? Silent { get; set; }

    /// <summary>How long each answer lives.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock; the test sets it.</summary>
    public long NowMs { get; set; }

    public string[] Lookups => [.. _lookups];

    public Task<NameAnswer> LookUpAsync(string host, CancellationToken cancellation)
    {
        _lookups.Enqueue(host);
        if (string.Equals(host, Silent, StringComparison.Ordinal))
        {
            return new TaskCompletionSource<NameAnswer>().Task;
        }

        return Task.FromResult(
            Answers.TryGetValue(host, out string[]? answer)
                ? new NameAnswer(Array.ConvertAll(answer, IPAddress.Parse), Lifetime)
                : NameAnswer.None
        );
    }

    public Task Delay(TimeSpan duration, CancellationToken cancellation)
    {
        var passed = new TaskCompletionSource();
        _delays.Writer.TryWrite((duration, passed));
        return passed.Task.WaitAsync(cancellation);
    }

    /// <summary>Lets the pause that was returned last pass, and waits for the next to begin.</summary>
    public async Task<TimeSpan> NextDelay()
    {
        _previous?.TrySetResult();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        (TimeSpan duration, TaskCompletionSource passed) = await _delays.Reader.ReadAsync(
            patience.Token
        );
        _previous = passed;
        return duration;
    }
}
