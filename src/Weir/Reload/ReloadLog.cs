// The events of configurations that come into force, or do not. Owned by the reloader.
using System.Collections.Immutable;
using Weir.Commands;
using Weir.Configuration.Listeners;
using Weir.Configuration.Process;
using Weir.Logging;
using Weir.Proxy.Snapshots;

namespace Weir.Reload;

/// <param name="logger">Where they go.</param>
/// <param name="file">As given; null without a file.</param>
internal sealed class ReloadLog(Logger logger, string? file)
{
    /// <summary>A listener has sockets that it had not.</summary>
    public void Listening(ListenerSnapshot listener) =>
        logger.Write(
            LogLevel.Info,
            LogNames.Listening,
            listener,
            static (writer, listener) =>
            {
                writer.WriteString("listener", listener.Name);
                writer.WriteString("address", listener.State.Local.ToString());
                writer.WriteNumber("port", listener.State.Local.Port);
                writer.WriteString("mode", listener.Config.Mode == ProxyMode.Http ? "http" : "tcp");
            }
        );

    public void Reloaded(IReadOnlyList<string> warnings) =>
        Write(LogLevel.Info, LogNames.ConfigReloaded, "warnings", warnings);

    public void Rejected(ImmutableArray<string> problems) =>
        Write(LogLevel.Error, LogNames.ConfigRejected, "problems", FirstOf(problems));

    // An event is one line, and a file may have a hundred thousand problems.
    private string[] FirstOf(ImmutableArray<string> problems) =>
        problems.Length <= ProblemPrinter.MostListed
            ? [.. problems]
            :
            [
                .. ProblemPrinter.Listed(problems),
                $"and {problems.Length - ProblemPrinter.MostListed} more; `weir check {file}` prints them all",
            ];

    private void Write(
        LogLevel level,
        string eventName,
        string listName,
        IReadOnlyList<string> texts
    ) =>
        logger.Write(
            level,
            eventName,
            (file, listName, texts),
            static (writer, state) =>
            {
                writer.WriteString("file", state.file);
                writer.WriteStartArray(state.listName);
                foreach (string text in state.texts)
                {
                    writer.WriteStringValue(text);
                }

                writer.WriteEndArray();
            }
        );
}
