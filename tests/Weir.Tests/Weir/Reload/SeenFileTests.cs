// One change of the file counts once, whoever notices it first.
using System.Text;
using Shouldly;
using Weir.Admin;
using Weir.Commands;
using Weir.Configuration;
using Weir.Reload;
using Xunit;

namespace Weir.Tests.Reload;

public sealed class SeenFileTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromHours(1);
    private static readonly ReloadResult s_result = new(ReloadOutcome.Rejected, ["bad"]);

    [Fact]
    public void An_operator_right_after_the_watcher_gets_the_watchers_result() =>
        Seen("a", isNoticed: true).AnswerFor(Loaded("a"), s_long).ShouldBeSameAs(s_result);

    [Fact]
    public void An_operator_after_an_operator_has_it_done_again() =>
        Seen("a", isNoticed: false).AnswerFor(Loaded("a"), s_long).ShouldBeNull();

    [Fact]
    public void Other_content_is_another_change() =>
        Seen("a", isNoticed: true).AnswerFor(Loaded("b"), s_long).ShouldBeNull();

    [Fact]
    public void Some_time_later_it_is_done_again() =>
        Seen("a", isNoticed: true).AnswerFor(Loaded("a"), TimeSpan.Zero).ShouldBeNull();

    [Fact]
    public void A_failure_that_was_not_the_files_is_tried_again() =>
        new SeenFile("a"u8.ToArray(), isNoticed: true)
            .AnswerFor(Loaded("a"), s_long)
            .ShouldBeNull();

    [Fact]
    public void The_watcher_finds_what_an_operator_had_reloaded_already()
    {
        Seen("a", isNoticed: false).Has("a"u8).ShouldBeTrue();
        Seen("a", isNoticed: false).Has("b"u8).ShouldBeFalse();
    }

    private static SeenFile Seen(string content, bool isNoticed) =>
        new(Encoding.UTF8.GetBytes(content), isNoticed) { Result = s_result };

    private static LoadedConfig Loaded(string content) =>
        new("weir.json", Encoding.UTF8.GetBytes(content), true, new ConfigReadResult(null, []));
}
