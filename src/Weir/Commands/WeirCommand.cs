// A command whose --help has more to say than one line.
using System.CommandLine;

namespace Weir.Commands;

/// <summary>One line for the list of commands, and details with examples for the command's own help.</summary>
/// <param name="name">What is typed.</param>
/// <param name="description">One line.</param>
/// <param name="details">What else one needs to know, examples last.</param>
internal sealed class WeirCommand(string name, string description, string details)
    : Command(name, description)
{
    public string Details { get; } = details;
}
