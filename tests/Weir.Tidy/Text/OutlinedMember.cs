// A member with a body as the outline found it; lines are 1-based and inclusive.
namespace Weir.Tidy.Text;

public sealed record OutlinedMember(string Header, int FirstLine, int LastLine)
{
    public int Length => LastLine - FirstLine + 1;
}
