// Holds each signal to what operators expect of it.
using System.Runtime.InteropServices;
using Shouldly;
using Weir.Hosting;
using Xunit;

namespace Weir.Tests.Hosting;

public sealed class SignalsTests : IDisposable
{
    private readonly List<string> _calls = [];
    private readonly Signals _signals;

    public SignalsTests() =>
        _signals = new Signals
        {
            Shutdown = () => _calls.Add("shutdown"),
            Reload = () => _calls.Add("reload"),
            ReopenLogs = () => _calls.Add("reopen"),
            Upgrade = () => _calls.Add("upgrade"),
            Exit = code => _calls.Add($"exit {code}"),
        };

    public void Dispose() => _signals.Dispose();

    [Theory]
    [InlineData(PosixSignal.SIGTERM, PosixSignal.SIGINT)]
    [InlineData(PosixSignal.SIGINT, PosixSignal.SIGTERM)]
    [InlineData(PosixSignal.SIGQUIT, PosixSignal.SIGTERM)]
    public void The_first_asks_for_a_graceful_end_and_the_second_ends_at_once(
        PosixSignal first,
        PosixSignal second
    )
    {
        _signals.Handle(first);
        _signals.Handle(second);
        _calls.ShouldBe(["shutdown", "exit 1"]);
    }

    [Fact]
    public void QUIT_stays_graceful_however_often_it_comes()
    {
        _signals.Handle(PosixSignal.SIGQUIT);
        _signals.Handle(PosixSignal.SIGQUIT);
        _calls.ShouldBe(["shutdown"]);
    }

    [Fact]
    public void USR2_upgrades()
    {
        _signals.Handle((PosixSignal)12);
        _calls.ShouldBe(["upgrade"]);
    }

    [Fact]
    public void HUP_reloads_and_USR1_reopens_the_logs()
    {
        _signals.Handle(PosixSignal.SIGHUP);
        _signals.Handle((PosixSignal)10);
        _signals.Handle(PosixSignal.SIGHUP);
        _calls.ShouldBe(["reload", "reopen", "reload"]);
    }
}
