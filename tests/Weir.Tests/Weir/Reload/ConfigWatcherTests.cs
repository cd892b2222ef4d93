// Holds the watcher to telling each real change of content once, however the file was replaced.
using System.Diagnostics;
using System.Text;
using Shouldly;
using Weir.Reload;
using Xunit;

namespace Weir.Tests.Reload;

public sealed class ConfigWatcherTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weir-watch").FullName;
    private readonly TickByHand _time = new();
    private readonly List<string> _failures = [];
    private int _changes;

    private string FilePath => Path.Combine(_folder, "weir.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_write_in_place_is_told_once_and_within_two_looks()
    {
        using ConfigWatcher watcher = Watch("a");
        Look(2);
        _changes.ShouldBe(0);
        File.WriteAllText(FilePath, "b");
        Look(2);
        _changes.ShouldBe(1);
        Look(3);
        _changes.ShouldBe(1);
    }

    [Fact]
    public void An_atomic_replace_is_a_change_even_with_the_same_size_and_time()
    {
        using ConfigWatcher watcher = Watch("a");
        DateTime written = File.GetLastWriteTimeUtc(FilePath);
        File.WriteAllText(FilePath + ".new", "b");
        File.SetLastWriteTimeUtc(FilePath + ".new", written);
        File.Move(FilePath + ".new", FilePath, overwrite: true);
        Look(2);
        _changes.ShouldBe(1);
    }

    [Fact]
    public void A_swapped_link_of_the_directory_is_a_change()
    {
        foreach (string version in new[] { "1", "2" })
        {
            Directory.CreateDirectory(Path.Combine(_folder, version));
            File.WriteAllText(Path.Combine(_folder, version, "weir.json"), version);
        }

        string data = Path.Combine(_folder, "..data");
        Directory.CreateSymbolicLink(data, "1");
        File.CreateSymbolicLink(FilePath, "..data/weir.json");
        using ConfigWatcher watcher = Watch("1", write: false);
        Look(2);
        _changes.ShouldBe(0);
        Directory.Delete(data);
        Directory.CreateSymbolicLink(data, "2");
        Look(2);
        _changes.ShouldBe(1);
    }

    [Fact]
    public void A_touch_the_same_content_again_and_other_files_are_no_change()
    {
        using ConfigWatcher watcher = Watch("a");
        File.SetLastWriteTimeUtc(FilePath, DateTime.UtcNow.AddHours(1));
        Look(2);
        File.WriteAllText(FilePath, "a");
        Look(2);
        File.WriteAllText(FilePath + "~", "b");
        Look(2);
        _changes.ShouldBe(0);
    }

    [Fact]
    public void A_file_that_is_gone_for_a_moment_is_told_when_it_is_back()
    {
        using ConfigWatcher watcher = Watch("a");
        File.Delete(FilePath);
        Look(3);
        _changes.ShouldBe(0);
        File.WriteAllText(FilePath, "b");
        Look(2);
        _changes.ShouldBe(1);
    }

    [Fact]
    public void Half_of_a_write_is_not_told()
    {
        using ConfigWatcher watcher = Watch("a");
        File.WriteAllText(FilePath, "{ half");
        Look(1);
        File.WriteAllText(FilePath, "{ whole }");
        Look(1);
        _changes.ShouldBe(0);
        Look(1);
        _changes.ShouldBe(1);
    }

    [Fact]
    public void A_change_between_load_and_watch_is_seen()
    {
        File.WriteAllText(FilePath, "newer");
        using ConfigWatcher watcher = Watch("older", write: false);
        Look(2);
        _changes.ShouldBe(1);
    }

    [Fact]
    public void A_pipe_in_its_place_is_told_once_and_waited_for_by_nobody()
    {
        using ConfigWatcher watcher = Watch("a");
        File.Delete(FilePath);
        using (var made = Process.Start("mkfifo", FilePath))
        {
            made.WaitForExit();
        }

        Look(3);
        _failures.ShouldHaveSingleItem().ShouldContain("no regular file");
        File.Delete(FilePath);
        File.WriteAllText(FilePath, "b");
        Look(2);
        _changes.ShouldBe(1);
    }

    private ConfigWatcher Watch(string loaded, bool write = true)
    {
        if (write)
        {
            File.WriteAllText(FilePath, loaded);
        }

        return new ConfigWatcher(
            FilePath,
            Encoding.UTF8.GetBytes(loaded),
            _ => _changes++,
            _failures.Add,
            _time
        );
    }

    private void Look(int times)
    {
        for (int i = 0; i < times; i++)
        {
            _time.Tick();
        }
    }

    /// <summary>A clock whose one timer fires when a test says so.</summary>
    private sealed class TickByHand : TimeProvider
    {
        private Action _tick = static () => { };

        public void Tick() => _tick();

        public override ITimer CreateTimer(
            TimerCallback callback,
            object? state,
            TimeSpan dueTime,
            TimeSpan period
        )
        {
            _tick = () => callback(state);
            return new IdleTimer();
        }

        private sealed class IdleTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose() { }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
