// A folder is a room that a reader takes in at a glance: 25 source files at most.
using Weir.Tidy.Text;

namespace Weir.Tidy.Rules;

public sealed class RoomSizeRule : Rule
{
    private const int MostFiles = 25;

    public override string Sentence => "A folder of the product holds 25 source files at most";

    public override IEnumerable<Finding> Check(Repository repository) =>
        from file in repository.CSharp
        where file.IsUnder("src/")
        group file by file.Path[..(file.Path.LastIndexOf('/') + 1)] into room
        where room.Count() > MostFiles
        select room.MinBy(file => file.Path, StringComparer.Ordinal)!
            .At(
                1,
                $"{room.Key} holds {room.Count()} files, {MostFiles} are allowed: find the rooms in it."
            );
}
